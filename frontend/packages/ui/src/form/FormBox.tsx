/** The form in a dialog or a drawer: sends one command, shows its faults, keeps a draft, merges a stale edit, guards the way out. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { App, Button, Drawer, Form, Modal, type FormInstance } from 'antd';
import type { Problem, Tagged } from '@credit/api';
import { formatMinute } from '@credit/domain';
import { useApi, useCommand, type Command } from '../api';
import { useKitText } from '../locale';
import { ProblemAlert } from '../ProblemAlert';
import { DraftOffer } from './DraftOffer';
import { useDraft } from './draft';
import { Faces, FacesContext } from './face';
import './form.css';
import { useLeaveGuard } from './guard';
import { merge, same, type MergeRow, type Side } from './merge';
import { MergePanel } from './MergePanel';
import { useUniqueName } from './names';
import { fieldPath, flatten, placeFaults, showField, type Values } from './values';

const STALE = 'platform.stale_edit';

/** An edit of one record: where it is read anew, its present version, and what of it stands in the form. */
export interface Edit<Row> {
  path: string;
  tagged: Tagged<Row>;
  values: (record: Row) => Values;
}

interface FormBoxProps<Answer, Row> {
  open: boolean;
  title: string;
  /** Prefixes the ids that labels point at; two open forms of one name are told apart. */
  name: string;
  onClose: () => void;
  /** Sends the command; what it answers goes to `onDone`. `etag` is that of the version which the person saw. */
  send: (command: Command, values: Values, etag: string | null) => Promise<Answer | undefined>;
  onDone?: (answer: Answer) => void;
  initialValues?: Values;
  /** In the place of `initialValues`: a stale edit is compared with the newest version and merged. */
  edit?: Edit<Row>;
  /** Keep what is typed for a week under this name ("customer-register", "application-edit.12"). */
  draft?: string;
  /** Nothing can be sent now; the children say why. */
  blocked?: boolean;
  submitLabel?: string;
  danger?: boolean;
  width?: number;
  children: ReactNode;
  onValuesChange?: (changed: Values, all: Values) => void;
  /** A way on from the problem of the last try: read anew what was decided meanwhile, say. */
  problemAction?: (problem: Problem) => { label: string; run: () => void } | null;
  doneMessage?: string | false;
  form?: FormInstance;
}

interface Comparison {
  rows: MergeRow[];
  chosen: Record<string, Side>;
  /** A conflict without a choice holds the form back. */
  isAsked: boolean;
  /** From a draft on an older version, not from somebody's saving a moment ago. */
  ofDraft: boolean;
}

function useFormBox<Answer, Row>({ takesFocus = true, ...props }: FormBoxProps<Answer, Row> & { takesFocus?: boolean }) {
  const text = useKitText();
  const api = useApi();
  const { message, modal } = App.useApp();
  const [ownForm] = Form.useForm();
  const form = props.form ?? ownForm;
  const command = useCommand();
  const draft = useDraft(props.draft, props.open);
  const [faces] = useState(() => new Faces());
  const [placed, setPlaced] = useState<ReadonlySet<string>>(new Set());
  const [comparison, setComparison] = useState<Comparison | null>(null);
  const body = useRef<HTMLDivElement>(null);
  // what was seen when the form opened; a refetch behind it must not move it
  const seen = useRef<{ values: Values; etag: string | null }>({ values: {}, etag: null });
  const isLeaving = useRef(false);
  const stay = useRef<HTMLButtonElement>(null);
  const { open, edit } = props;
  const initialValues = edit ? edit.values(edit.tagged.data) : props.initialValues;

  useEffect(() => setPlaced(placeFaults(form, command.problem)), [form, command.problem]);
  useEffect(() => {
    if (!open) return undefined;
    command.clear();
    setComparison(null);
    isLeaving.current = false;
    seen.current = { values: initialValues ?? {}, etag: edit?.tagged.etag ?? null };
    form.resetFields();
    if (initialValues) form.setFieldsValue(initialValues);
    if (!takesFocus) return undefined;
    const timer = setTimeout(() => {
      body.current?.querySelector<HTMLElement>('input:not([disabled]), textarea:not([disabled])')?.focus();
    }, 60);
    return () => clearTimeout(timer);
    // only opening resets the form; a refetch behind it must not
  }, [open]);

  const isDirty = () => open && !isLeaving.current && (form.isFieldsTouched() || comparison !== null);

  /** Puts two versions side by side; whatever only the other one changed is taken over at once. */
  function compare(base: Values, mine: Values, theirs: Values, ofDraft: boolean): MergeRow[] {
    const found = merge(base, mine, theirs);
    const rows = found.rows.filter((row) => faces.has(row.name));
    form.setFields(rows.filter((row) => row.kind === 'theirs').map((row) => ({ name: fieldPath(row.name) as never, value: row.theirs, touched: true })));
    setComparison(rows.length > 0 ? { rows, chosen: {}, isAsked: false, ofDraft } : null);
    return rows;
  }

  async function refreshed(): Promise<boolean> {
    if (!edit) return false;
    const fresh = await api.getTagged<Row>(edit.path);
    const theirs = edit.values(fresh.data);
    const rows = compare(seen.current.values, form.getFieldsValue(true) as Values, theirs, false);
    seen.current = { values: theirs, etag: fresh.etag };
    return rows.length === 0;
  }

  async function submit(isSecondTry = false): Promise<void> {
    if ((command.busy && !isSecondTry) || props.blocked) return;
    const undecided = comparison?.rows.some((row) => row.kind === 'conflict' && !comparison.chosen[row.name]);
    if (comparison && undecided) {
      setComparison({ ...comparison, isAsked: true });
      return;
    }
    let values: Values;
    try {
      values = (await form.validateFields()) as Values;
    } catch (refused) {
      const first = (refused as { errorFields?: { name: (string | number)[] }[] }).errorFields?.[0];
      if (first) showField(form, first.name);
      return;
    }
    let isStale = false;
    const answer = await props.send(watched(command, (problem) => (isStale = problem.code === STALE)), values, seen.current.etag);
    if (answer === undefined) {
      if (!isStale || !edit) return;
      const nothingInTheWay = await refreshed().catch(() => false);
      command.clear();
      // somebody saved what this form does not hold, or just the same: nothing is to be decided
      if (nothingInTheWay && !isSecondTry) await submit(true);
      return;
    }
    if (props.doneMessage !== false) void message.success(props.doneMessage ?? text.done);
    isLeaving.current = true;
    void draft.forget();
    props.onClose();
    props.onDone?.(answer);
  }

  function choose(row: MergeRow, side: Side) {
    form.setFields([{ name: fieldPath(row.name) as never, value: side === 'mine' ? row.mine : row.theirs, touched: true }]);
    setComparison((now) => now && { ...now, chosen: { ...now.chosen, [row.name]: side } });
    changed();
  }

  /** Whether to leave: with a draft the content may stay kept, without one it is given up. */
  function ask(): Promise<boolean> {
    return new Promise((resolve) => {
      const dialog = modal.confirm({
        title: props.draft ? text.form.keepTitle : text.unsavedTitle,
        content: props.draft ? text.form.keepBody : text.unsavedBody,
        onCancel: () => resolve(false),
        afterOpenChange: (shown) => shown && stay.current?.focus(),
        footer: () => (
          <div className="kit-form-buttons">
            <Button
              danger
              onClick={() => {
                dialog.destroy();
                isLeaving.current = true;
                void draft.forget();
                resolve(true);
              }}
            >
              {text.leave}
            </Button>
            {props.draft && (
              <Button
                onClick={() => {
                  dialog.destroy();
                  isLeaving.current = true;
                  void draft.flush();
                  resolve(true);
                }}
              >
                {text.form.keep}
              </Button>
            )}
            <Button
              type="primary"
              ref={stay}
              onClick={() => {
                dialog.destroy();
                resolve(false);
              }}
            >
              {text.stay}
            </Button>
          </div>
        ),
      });
    });
  }
  useLeaveGuard(open, isDirty, ask);

  async function close() {
    if (!isDirty() || (await ask())) {
      isLeaving.current = true;
      props.onClose();
    }
  }

  function changed() {
    draft.note(form.getFieldsValue(true) as Values, seen.current.values);
  }

  function restore() {
    const { offer } = draft;
    if (!offer) return;
    draft.taken();
    const paths = Object.entries(flatten(offer.values));
    form.setFields(paths.map(([name, value]) => ({ name: fieldPath(name) as never, value, touched: true })));
    const current = seen.current.values;
    if (edit && !same(flatten(offer.began), flatten(current))) compare(offer.began, offer.values, current, true);
    props.onValuesChange?.(offer.values, form.getFieldsValue(true) as Values);
  }

  const isMerging = comparison !== null;
  const action = command.problem && props.problemAction?.(command.problem);
  const content = (
    <div
      ref={body}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
      }}
    >
      {draft.offer && <DraftOffer at={draft.offer.at} onRestore={restore} onDiscard={() => void draft.forget()} />}
      <ProblemAlert
        problem={command.problem}
        shownFields={placed}
        {...(action ? { onRetry: action.run, retryLabel: action.label } : {})}
      />
      {comparison && <MergePanel {...comparison} faces={faces} onChoose={choose} />}
      <NamedForm
        form={form}
        name={props.name}
        faces={faces}
        onSubmit={() => void submit()}
        onChange={(part, all) => {
          changed();
          props.onValuesChange?.(part, all);
        }}
        initialValues={initialValues}
      >
        {props.children}
      </NamedForm>
    </div>
  );
  const send = (
    <Button
      size="medium"
      type="primary"
      danger={props.danger ?? false}
      loading={command.busy}
      disabled={props.blocked ?? false}
      onClick={() => void submit()}
    >
      {isMerging ? text.form.mergeAndSend : (props.submitLabel ?? text.submit)}
    </Button>
  );
  const buttons = (
    <div className="kit-form-buttons">
      {draft.keptAt && <span className="kit-muted kit-form-kept">{text.form.keptAt(formatMinute(draft.keptAt).slice(11))}</span>}
      <Button size="medium" onClick={() => void close()}>
        {text.cancel}
      </Button>
      {send}
    </div>
  );
  return { content, buttons, send, close };
}

/** The command that tells its problem as it happens; state of React comes too late for whoever just sent it. */
function watched(command: Command, onProblem: (problem: Problem) => void): Command {
  return {
    ...command,
    post: (path, body) => command.post(path, body, onProblem),
    patch: (path, body, etag) => command.patch(path, body, etag, onProblem),
  };
}

function NamedForm({ form, name, faces, onSubmit, onChange, initialValues, children }: {
  form: FormInstance;
  name: string;
  faces: Faces;
  onSubmit: () => void;
  onChange: (changed: Values, all: Values) => void;
  initialValues: Values | undefined;
  children: ReactNode;
}) {
  const unique = useUniqueName(name);
  return (
    <FacesContext value={faces}>
      <Form
        form={form}
        name={unique}
        layout="vertical"
        size="medium"
        requiredMark
        onFinish={onSubmit}
        onFinishFailed={({ errorFields }) => errorFields[0] && showField(form, errorFields[0].name as (string | number)[])}
        onValuesChange={onChange}
        {...(initialValues ? { initialValues } : {})}
      >
        {children}
        {/* Enter in a single-line field submits */}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </Form>
    </FacesContext>
  );
}

export function FormDrawer<Answer, Row = unknown>(props: FormBoxProps<Answer, Row>) {
  const { content, buttons, close } = useFormBox(props);
  return (
    <Drawer
      title={props.title}
      open={props.open}
      onClose={() => void close()}
      size={props.width ?? 560}
      footer={buttons}
      mask={{ closable: false }}
      destroyOnHidden
    >
      {content}
    </Drawer>
  );
}

export function FormModal<Answer, Row = unknown>(props: FormBoxProps<Answer, Row>) {
  const { content, buttons, close } = useFormBox(props);
  return (
    <Modal
      title={props.title}
      open={props.open}
      onCancel={() => void close()}
      width={props.width ?? 480}
      footer={buttons}
      mask={{ closable: false }}
      destroyOnHidden
    >
      {content}
    </Modal>
  );
}

/** A form that is part of a page; it is never closed, and leaving the page asks as leaving a dialog does. */
export function InlineForm<Answer, Row = unknown>(props: Omit<FormBoxProps<Answer, Row>, 'open' | 'onClose' | 'title' | 'width'>) {
  const { content, send } = useFormBox({ ...props, open: true, title: '', onClose: () => undefined, takesFocus: false });
  return (
    <>
      {content}
      <div className="kit-form-buttons">{send}</div>
    </>
  );
}

/** Two fields side by side; a `wide` child takes the whole row. */
export function FieldGrid({ children }: { children: ReactNode }) {
  return <div className="kit-fields">{children}</div>;
}
