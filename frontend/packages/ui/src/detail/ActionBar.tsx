import { useEffect, useState } from 'react';
import { App, Button, Tooltip } from 'antd';
import type { Problem } from '@credit/api';
import { useCommand } from '../api';
import { AreaField, FormModal } from '../form';
import { useKitText } from '../locale';
import { Correlation, problemWords } from '../ProblemAlert';
import { isAllowed } from '../session';

export interface ActionSpec {
  /** As in `allowed_actions`. */
  action: string;
  label: string;
  /** Where to POST; or `run` to do something on the page (open a form). */
  path?: string;
  body?: Record<string, unknown>;
  run?: () => void;
  /** Ask before: a sentence, or a reason that is sent as `reason`. */
  ask?: 'reason' | { title: string; content?: string };
  /** Why the server does not take it now: the button stays, greyed, and says so. */
  refusal?: string | null | undefined;
  primary?: boolean;
  danger?: boolean;
  onDone?: (answer: unknown) => void;
}

interface Props {
  actions: readonly ActionSpec[];
  allowed: readonly string[] | null | undefined;
}

/** The buttons of a record: what the server allows now, and what it says why not. */
export function ActionBar({ actions, allowed }: Props) {
  const shown = actions.filter((spec) => spec.refusal || isAllowed(allowed, spec.action));
  return (
    <>
      {[...shown].sort((a, b) => Number(a.primary ?? false) - Number(b.primary ?? false)).map((spec) => (
        <ActionButton key={`${spec.action}.${spec.label}`} spec={spec} />
      ))}
    </>
  );
}

export function ActionButton({ spec }: { spec: ActionSpec }) {
  const text = useKitText();
  const { message, modal } = App.useApp();
  const command = useCommand();
  useProblemDialog(command.problem);
  const [asking, setAsking] = useState(false);

  async function send() {
    const answer = await command.post(spec.path ?? '', spec.body ?? {});
    if (answer === undefined) return false;
    void message.success(text.done);
    spec.onDone?.(answer);
    return true;
  }

  function start() {
    if (spec.run) {
      spec.run();
    } else if (spec.ask === 'reason') {
      setAsking(true);
    } else if (spec.ask) {
      modal.confirm({
        title: spec.ask.title,
        content: spec.ask.content,
        okText: spec.label,
        okButtonProps: { danger: spec.danger ?? false },
        cancelText: text.cancel,
        onOk: () => send().then(() => undefined),
      });
    } else {
      void send();
    }
  }

  return (
    <>
      <Tooltip title={spec.refusal}>
        <Button
          type={spec.primary ? 'primary' : 'default'}
          danger={spec.danger ?? false}
          disabled={Boolean(spec.refusal)}
          loading={command.busy}
          onClick={start}
        >
          {spec.label}
        </Button>
      </Tooltip>
      {spec.ask === 'reason' && (
        <FormModal
          open={asking}
          onClose={() => setAsking(false)}
          title={spec.label}
          name={`action-${spec.action}`}
          submitLabel={spec.label}
          danger={spec.danger ?? false}
          send={(own, values) => own.post<unknown>(spec.path ?? '', { ...spec.body, reason: values.reason })}
          onDone={(answer) => spec.onDone?.(answer)}
        >
          <AreaField name="reason" label={text.reason} placeholder={text.reasonPlaceholder} required maxLength={200} />
        </FormModal>
      )}
    </>
  );
}

/** A refused action is told in a dialog that stays until read. */
function useProblemDialog(problem: Problem | null) {
  const text = useKitText();
  const { modal } = App.useApp();
  useEffect(() => {
    if (problem === null) return;
    const { title, detail } = problemWords(problem, text);
    modal.warning({
      title,
      content: (
        <>
          {detail && <div>{detail}</div>}
          {problem.errors.map((fault) => (
            <div key={`${fault.field}.${fault.code}`}>{fault.message}</div>
          ))}
          <Correlation problem={problem} />
        </>
      ),
      okText: text.close,
    });
    // the language may change while the dialog is open; it must not open twice
  }, [problem]);
}
