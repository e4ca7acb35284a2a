import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Empty, Input, Modal, Spin, type InputRef } from 'antd';
import { SearchOutlined } from '@ant-design/icons';
import type { DictionaryName } from '@credit/domain';
import { Problem } from '@credit/api';
import { useKitText, useLocale } from '../locale';
import { ProblemAlert } from '../ProblemAlert';
import { StateTag } from '../values';
import './shell.css';

export interface FoundRecord {
  kind: string;
  number: string;
  title: string;
  detail: string;
  state: string;
  path: string;
}

export interface FoundGroup {
  kind: string;
  name_zh: string;
  name_en: string;
  rows: FoundRecord[];
  more: boolean;
}

const PAUSE = 220;
const SHORTEST = 2;

interface ListProps {
  groups: readonly FoundGroup[];
  states: Partial<Record<string, DictionaryName>>;
  active: number;
  listId: string;
  onPick: (row: FoundRecord) => void;
  onPoint: (index: number) => void;
}

/** Rows by kind, as one list that the arrow keys walk through. */
export function FoundList({ groups, states, active, listId, onPick, onPoint }: ListProps) {
  const text = useKitText();
  const { locale } = useLocale();
  const starts = groups.map((_, at) => groups.slice(0, at).reduce((sum, group) => sum + group.rows.length, 0));
  return (
    <div role="listbox" id={listId} aria-label={text.searchResults} className="found-list">
      {groups.map((group, groupAt) => (
        <div key={group.kind} role="group" aria-label={locale === 'en' ? group.name_en : group.name_zh}>
          <div className="found-kind" aria-hidden>
            {locale === 'en' ? group.name_en : group.name_zh}
            {group.more && <span>{text.searchMore}</span>}
          </div>
          {group.rows.map((row, rowAt) => {
            const index = starts[groupAt]! + rowAt;
            const states_ = states[row.kind];
            return (
              <div
                key={`${row.path}.${row.number}`}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === active}
                className={`found-row${index === active ? ' is-active' : ''}`}
                onMouseMove={() => onPoint(index)}
                onClick={() => onPick(row)}
              >
                <span className="found-title">
                  <strong>{row.title}</strong>
                  <span className="kit-figure">{row.number}</span>
                </span>
                <span className="found-detail">{row.detail}</span>
                {states_ && row.state && <StateTag of={states_} code={row.state} />}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

interface Props {
  open: boolean;
  onClose: () => void;
  onPick: (row: FoundRecord) => void;
  search: (text: string, signal: AbortSignal) => Promise<FoundGroup[]>;
  /** What was opened last: shown as long as nothing is typed. */
  recent: readonly FoundGroup[];
  states: Partial<Record<string, DictionaryName>>;
}

/** The search over everything. What was typed is forgotten when it closes: it may be a person's number. */
export function SearchPalette({ open, onClose, ...rest }: Props) {
  const input = useRef<InputRef>(null);
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={640}
      className="search-palette"
      style={{ top: 72 }}
      destroyOnHidden
      afterOpenChange={(shown) => shown && input.current?.focus()}
    >
      <Palette {...rest} input={input} />
    </Modal>
  );
}

function Palette({ onPick, search, recent, states, input }: Omit<Props, 'open' | 'onClose'> & { input: React.RefObject<InputRef | null> }) {
  const text = useKitText();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<readonly FoundGroup[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [active, setActive] = useState(0);
  const wanted = typed.trim();
  const asks = wanted.length >= SHORTEST;

  useEffect(() => {
    setFound(null);
    setProblem(null);
    setActive(0);
    setBusy(asks);
    if (!asks) return undefined;
    const stopped = new AbortController();
    const timer = setTimeout(() => {
      search(wanted, stopped.signal)
        .then(setFound, (error: unknown) => {
          if (stopped.signal.aborted) return;
          if (!(error instanceof Problem)) throw error;
          setProblem(error);
        })
        .finally(() => !stopped.signal.aborted && setBusy(false));
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stopped.abort();
    };
  }, [wanted, asks, search]);

  const groups = asks ? (found ?? []) : recent;
  const rows = useMemo(() => groups.flatMap((group) => group.rows), [groups]);

  function move(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && rows.length > 0) {
      event.preventDefault();
      const next = (active + step + rows.length) % rows.length;
      setActive(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && rows[active]) {
      event.preventDefault();
      onPick(rows[active]);
    }
  }

  return (
    <>
      <Input
        ref={input}
        size="large"
        variant="borderless"
        prefix={<SearchOutlined />}
        suffix={busy ? <Spin size="small" /> : undefined}
        placeholder={text.searchHint}
        aria-label={text.searchAll}
        role="combobox"
        aria-expanded={rows.length > 0}
        aria-controls={listId}
        {...(rows.length > 0 ? { 'aria-activedescendant': `${listId}-${active}` } : {})}
        autoComplete="off"
        spellCheck={false}
        maxLength={60}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={move}
      />
      <div className="search-body" aria-live="polite">
        <ProblemAlert problem={problem} />
        {!asks && rows.length > 0 && <div className="search-note">{text.recent}</div>}
        {!asks && rows.length === 0 && <div className="search-note">{text.searchNote}</div>}
        {asks && found && rows.length === 0 && (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={<>{text.searchNothing}<div className="kit-muted">{text.searchNothingHint}</div></>} />
        )}
        <FoundList groups={groups} states={states} active={active} listId={listId} onPick={onPick} onPoint={setActive} />
      </div>
      <div className="search-foot" aria-hidden>
        <span><kbd>↑</kbd><kbd>↓</kbd> {text.searchMove}</span>
        <span><kbd>Enter</kbd> {text.searchOpen}</span>
        <span><kbd>Esc</kbd> {text.close}</span>
      </div>
    </>
  );
}
