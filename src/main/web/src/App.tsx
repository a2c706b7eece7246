import { BranchPage } from './branch/BranchPage';
import { ExaminationPage } from './branch/ExaminationPage';
import { CasePage } from './cases/CasePage';
import { Worklist } from './cases/Worklist';
import { UnansweredPage } from './critical/UnansweredPage';
import { LanguageProvider } from './language/useLanguage';
import { Guard } from './parts/Guard';
import { TopBar } from './parts/TopBar';
import { addressOf, type Place } from './place/place';
import { PlaceProvider, usePlace } from './place/usePlace';
import { OfficePage } from './session/OfficePage';
import { isReader, type Person } from './session/session';
import { SignIn } from './session/SignIn';
import { usePerson, useSession } from './session/useSession';
import { VerifyPage } from './verify/VerifyPage';

/** The reading room, and the branch's page. */
export function App() {
  return (
    <LanguageProvider>
      <PlaceProvider>
        <Open />
      </PlaceProvider>
    </LanguageProvider>
  );
}

function Open() {
  const { place } = usePlace();
  return place.page === 'verify' ? <ForEverybody place={place} /> : <ForWhoIsKnown place={place} />;
}

/** A report is verified by whoever holds it: nobody is asked who one is. */
function ForEverybody({ place }: { place: Place & { page: 'verify' } }) {
  return (
    <>
      <TopBar state={undefined} />
      <Guard place={addressOf(place)}>
        <VerifyPage id={place.id} version={place.version} digest={place.digest} />
      </Guard>
    </>
  );
}

function ForWhoIsKnown({ place }: { place: Place }) {
  const state = useSession();
  return (
    <>
      <TopBar state={state} />
      <Guard place={addressOf(place)}>
        <SignIn>
          <Page place={place} />
        </SignIn>
      </Guard>
    </>
  );
}

/** What a place shows to whom: each role has pages of its own. */
function Page({ place }: { place: Place }) {
  const person = usePerson();
  const words = place.page === 'branch' ? place.words : undefined;
  const seen = place.page === 'examination' && (
    <ExaminationPage
      key={place.exchange}
      exchange={place.exchange}
      earlier={place.earlier}
      ofBranch={person?.role === 'branch-staff'}
      answers={person === undefined || person.role === 'branch-staff'}
    />
  );
  if (person?.role === 'branch-staff' && seen) {
    return seen;
  }
  if (person?.role === 'branch-staff') {
    return <BranchPage own={person.site} words={words} />;
  }
  if (person && !isReader(person.role) && !mayLookIn(person, place)) {
    return <OfficePage person={person} />;
  }
  switch (place.page) {
    case 'case':
      return <CasePage key={place.id} id={place.id} earlier={place.earlier} />;
    case 'unanswered':
      return <UnansweredPage />;
    case 'branch':
      return <BranchPage site={place.site} words={words} />;
    case 'examination':
      return seen;
    case 'worklist':
    case 'verify':
      return <Worklist filters={place.page === 'worklist' ? place.filters : {}} />;
  }
}

/** Who looks after the engine reads no cases; with the right to patient data the branches' pages. */
function mayLookIn(person: Person, place: Place): boolean {
  return person.patientData && (place.page === 'branch' || place.page === 'examination');
}
