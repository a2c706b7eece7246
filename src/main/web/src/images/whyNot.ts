/** Why an image could not be shown. */
import { getJson, type Problem } from '../parts/http';
import { text, TAGS, type Instance } from './study';

/** The engine could not give it, or the browser cannot read what it was given. */
export type Reason = { detail: string } | { syntax: string };

/** Asks the engine: first for the frame itself, whose content is not waited for, then how it is stored. */
export async function whyNot(imageId: string): Promise<Reason> {
  const address = new URL(imageId.replace(/^wadors:/, ''));
  const stop = new AbortController();
  try {
    const accept = 'multipart/related; type=application/octet-stream; transfer-syntax=*';
    const response = await fetch(address, { headers: { Accept: accept }, signal: stop.signal });
    if (!response.ok && response.status !== 406) {
      const problem = (await response.json()) as Partial<Problem>;
      return { detail: problem.detail ?? String(response.status) };
    }
    stop.abort();
    return { syntax: await storedSyntax(address.pathname) };
  } catch (cause) {
    const problem = cause as Partial<Problem>;
    return { detail: problem.detail ?? String(cause) };
  }
}

/** The transfer syntax in which an image is stored; empty where the engine does not say. */
async function storedSyntax(path: string): Promise<string> {
  const [series, instance] = path.split('/instances/');
  const uid = instance!.split('/')[0];
  const query = `SOPInstanceUID=${uid}&includefield=${TAGS.availableSyntax}`;
  const type = 'application/dicom+json';
  const found = await getJson<Instance[]>(`${series}/instances?${query}`, undefined, type);
  return found[0] ? text(found[0], TAGS.availableSyntax) : '';
}
