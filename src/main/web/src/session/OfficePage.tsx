import { useLanguage } from '../language/useLanguage';
import { Link } from '../place/usePlace';
import type { Person } from './session';

const TASKS = ['status', 'alarms', 'quarantine', 'trace', 'reload', 'backup'] as const;

/** What somebody who looks after the engine can do, and that reading is not among it. */
export function OfficePage({ person }: { person: Person }) {
  const { t } = useLanguage();
  const { role } = person;
  if (role !== 'administrator' && role !== 'integration-engineer') {
    return null;
  }
  const tasks = role === 'administrator' ? ([...TASKS, 'account'] as const) : TASKS;
  return (
    <main className="entrance">
      <section className="card wide-card" aria-labelledby="office">
        <h1 id="office">{t.office.title(person.name)}</h1>
        <p>{t.office.explain[role]}</p>
        <dl className="commands">
          {tasks.map((task) => (
            <div key={task}>
              <dt>
                <code>farsight {task}</code>
              </dt>
              <dd>{t.office.tasks[task]}</dd>
            </div>
          ))}
        </dl>
        <p className="hint">{person.patientData ? t.office.granted : t.office.notGranted}</p>
        {person.patientData && (
          <Link to={{ page: 'branch' }} className="button">
            {t.nav.branch}
          </Link>
        )}
      </section>
    </main>
  );
}
