import { useEffect, useState } from 'react';
import { Button, Segmented } from 'antd';
import { PageLayout, Panel, PlainTable, useSearchParams, type Column } from '@credit/ui';
import { useText } from '../../text';
import { SchemesContext, useSay, type PropNote, type Scheme, type Story } from './story';
import './gallery.css';

const nameOf = (path: string) => path.replace(/^.*\/|\.tsx$/g, '');
const stories = new Map(
  Object.entries(import.meta.glob<Story>('./stories/*.tsx', { eager: true })).map(([path, story]) => [nameOf(path), story]),
);
const sources = new Map(
  Object.entries(import.meta.glob<string>('./stories/*.tsx', { query: '?raw', import: 'default' })).map(([path, get]) => [nameOf(path), get]),
);

const SHOWN: Record<string, readonly Scheme[]> = { both: ['light', 'dark'], light: ['light'], dark: ['dark'] };

/** Every component of the kit in its states, for those who build pages. */
export function Gallery() {
  const t = useText();
  const say = useSay();
  const [search, setSearch] = useSearchParams();
  const name = search.story && stories.has(search.story) ? search.story : stories.keys().next().value!;
  const shown = search.scheme && SHOWN[search.scheme] ? search.scheme : 'both';
  const story = stories.get(name)!;

  useEffect(() => {
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [name]);

  return (
    <PageLayout
      crumbs={[{ title: t.menu.home, to: '/' }, { title: t.gallery.group }, { title: t.gallery.title }]}
      title={t.gallery.title}
      actions={
        <Segmented
          value={shown}
          options={[
            { value: 'both', label: t.gallery.both },
            { value: 'light', label: t.gallery.light },
            { value: 'dark', label: t.gallery.dark },
          ]}
          onChange={(scheme) => setSearch({ ...search, scheme })}
        />
      }
    >
      <div className="gallery">
        <nav className="gallery-index" aria-label={t.gallery.index}>
          {[...stories].map(([key, { title }]) => (
            <button
              key={key}
              type="button"
              aria-current={key === name ? 'page' : undefined}
              onClick={() => setSearch({ ...search, story: key })}
            >
              {say(title)}
              <span className="kit-muted">{key}</span>
            </button>
          ))}
        </nav>
        <article key={name}>
          <h2>{say(story.title)}</h2>
          {story.about && <p className="gallery-about">{say(story.about)}</p>}
          <SchemesContext value={SHOWN[shown]!}>
            <story.default />
          </SchemesContext>
          {story.props && <PropTable props={story.props} />}
          <Source key={name} name={name} />
        </article>
      </div>
    </PageLayout>
  );
}

function PropTable({ props }: { props: readonly PropNote[] }) {
  const t = useText();
  const say = useSay();
  const columns: Column<PropNote>[] = [
    { key: 'name', title: t.gallery.prop, render: (row) => <code>{row.name}</code> },
    { key: 'type', title: t.gallery.type, render: (row) => <code>{row.type}</code> },
    { key: 'note', title: t.gallery.note, render: (row) => say(row.note) },
  ];
  return (
    <Panel flush title={t.gallery.props}>
      <PlainTable rows={props} columns={columns} rowKey="name" label={t.gallery.props} />
    </Panel>
  );
}

/** How the story is written, to be copied into a page. */
function Source({ name }: { name: string }) {
  const t = useText();
  const [text, setText] = useState<string | null>(null);
  return (
    <Panel
      title={t.gallery.source}
      extra={
        <Button type="link" onClick={() => (text === null ? void sources.get(name)!().then(setText) : setText(null))}>
          {text === null ? t.gallery.show : t.gallery.hide}
        </Button>
      }
    >
      {text === null ? <span className="kit-muted">stories/{name}.tsx</span> : <pre className="gallery-source" tabIndex={0}>{text}</pre>}
    </Panel>
  );
}
