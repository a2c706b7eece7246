import { Component, type ReactNode } from 'react';
import { WORDS } from '../language/words';

interface GuardProps {
  /** Another place begins anew. */
  place: string;
  children: ReactNode;
}

interface GuardState {
  place: string;
  failed?: unknown;
}

/** A page that fails says so and leaves the rest as it is; another page begins anew. */
export class Guard extends Component<GuardProps, GuardState> {
  override state: GuardState = { place: this.props.place };

  static getDerivedStateFromError(failed: unknown): Partial<GuardState> {
    return { failed };
  }

  static getDerivedStateFromProps(props: GuardProps, state: GuardState): GuardState | null {
    return props.place === state.place ? null : { place: props.place };
  }

  override render(): ReactNode {
    if (this.state.failed === undefined) {
      return this.props.children;
    }
    const t = document.documentElement.lang.startsWith('zh') ? WORDS.zh : WORDS.en;
    return (
      <main className="notice failure" role="alert">
        <strong>{t.broke}</strong>
        <p>{String(this.state.failed)}</p>
        <button type="button" onClick={() => window.location.reload()}>
          {t.reload}
        </button>
      </main>
    );
  }
}
