import { expect, test } from 'vitest';
import { en } from '../src/language/en';
import { zh } from '../src/language/zh';
import { stepName } from '../src/story/lines';

test('a step is called by its target and what else that is given', () => {
  expect(stepName('archive', en.story.steps)).toBe('archive');
  expect(stepName('archive.rejection', en.story.steps)).toBe('archive · rejection note');
  expect(stepName('archive.rejection', zh.story.steps)).toBe('archive · 拒绝说明');
});

test('a step that nobody has named keeps its own name', () => {
  expect(stepName('return.lakeside.fhir', en.story.steps)).toBe('return.lakeside.fhir');
});
