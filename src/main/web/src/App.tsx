import { CasePage } from './cases/CasePage';
import { Worklist } from './cases/Worklist';
import { LanguageProvider } from './language/useLanguage';
import { TopBar } from './parts/TopBar';
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
  switch (place.page) {
    case 'worklist':
      return <Worklist filters={place.filters} />;
    case 'case':
      return <CasePage key={place.id} id={place.id} earlier={place.earlier} />;
  }
}
