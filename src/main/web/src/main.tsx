import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { applyTheme } from './parts/theme';
import './style/tokens.css';
import './style/page.css';
import './style/worklist.css';
import './style/case.css';
import './style/ecg.css';
import './style/session.css';
import './style/critical.css';
import './style/branch.css';

applyTheme();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
