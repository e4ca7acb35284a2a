import { createContext, use, type ComponentType, type ReactNode } from 'react';
import { App, ConfigProvider, type ThemeConfig } from 'antd';
import { consoleTheme, motionAllowed, useLocale } from '@credit/ui';

export interface Words {
  zh: string;
  en: string;
}

export type Scheme = 'light' | 'dark';

export interface PropNote {
  name: string;
  type: string;
  note: Words;
}

/** A file below `stories/`: it is found by its place, nothing else names it. */
export interface Story {
  /** Its examples, each in an `Example`. */
  default: ComponentType;
  title: Words;
  /** What it is for, and when to take something else. */
  about?: Words;
  props?: readonly PropNote[];
}

/** The words of a story stand in the story, so that a developer writes one file. */
export function useSay(): (words: Words) => string {
  const { locale } = useLocale();
  return (words) => (locale === 'en' ? words.en : words.zh);
}

export const SchemesContext = createContext<readonly Scheme[]>(['light', 'dark']);

const schemeTheme = (scheme: Scheme): ThemeConfig => ({ ...consoleTheme(motionAllowed(), scheme === 'dark'), inherit: false });

function Frame({ scheme, children }: { scheme: Scheme; children: ReactNode }) {
  return (
    <ConfigProvider theme={schemeTheme(scheme)}>
      <div className="gallery-frame" data-theme={scheme}>
        <App>{children}</App>
      </div>
    </ConfigProvider>
  );
}

interface ExampleProps {
  /** The anchor, unique within the story. */
  id: string;
  title: Words;
  note?: Words;
  /** A function where names must differ between the two: ids of forms, say. */
  children: ReactNode | ((scheme: Scheme) => ReactNode);
}

/** One state of a component, in light and in dark. */
export function Example({ id, title, note, children }: ExampleProps) {
  const say = useSay();
  const schemes = use(SchemesContext);
  return (
    <section className="gallery-example" id={id} aria-label={say(title)}>
      <h3>
        {say(title)} <a href={`#${id}`} aria-label={`#${id}`}>#</a>
      </h3>
      {note && <p className="kit-muted">{say(note)}</p>}
      {schemes.map((scheme) => (
        <Frame key={scheme} scheme={scheme}>
          {typeof children === 'function' ? children(scheme) : children}
        </Frame>
      ))}
    </section>
  );
}
