import { CasePage } from './cases/CasePage';
import { Worklist } from './cases/Worklist';
import { Guard } from './parts/Guard';
import { LanguageProvider } from './language/useLanguage';
import { TopBar } from './parts/TopBar';
import { addressOf } from './place/place';
import { PlaceProvider, usePlace } from './place/usePlace';

/** The reading room. */
export function App() {
  return (
    <LanguageProvider>
      <PlaceProvider>
        <TopBar />
        <Page />
      </PlaceProvider>
    </LanguageProvider>
  );
}

function Page() {
  const { place } = usePlace();
  return (
    <Guard place={addressOf(place)}>
      {place.page === 'worklist' ? (
        <Worklist filters={place.filters} />
      ) : (
        <CasePage key={place.id} id={place.id} earlier={place.earlier} />
      )}
    </Guard>
  );
}
