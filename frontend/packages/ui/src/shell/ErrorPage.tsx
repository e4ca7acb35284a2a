import { useState, type ReactNode } from 'react';
import { Button } from 'antd';
import { useKitText } from '../locale';
import './shell.css';

interface Props {
  /** What stands large above it: a status, or a sign. */
  code: string;
  title: string;
  /** What happened, in a sentence. */
  body: ReactNode;
  /** What one can do about it. */
  hints?: readonly ReactNode[];
  correlationId?: string | null | undefined;
  actions: ReactNode;
}

/** The number to quote when one asks for help, with a button that copies it. */
function Quote({ id }: { id: string }) {
  const text = useKitText();
  const [copied, setCopied] = useState(false);
  return (
    <p className="error-quote">
      <span className="kit-figure">{text.correlation(id)}</span>
      <Button
        size="small"
        onClick={() => {
          // plain http on a bank's intranet has no clipboard: the number can still be marked and read out
          void navigator.clipboard?.writeText(id).then(() => setCopied(true));
        }}
      >
        {copied ? text.copied : text.copy}
      </Button>
    </p>
  );
}

/**
 * A page in place of one that cannot be shown: what happened, what to quote, what to do now.
 *
 * Part of the entry, so that it also shows when a page's own file cannot be loaded: few means, no pictures.
 */
export function ErrorPage({ code, title, body, hints, correlationId, actions }: Props) {
  return (
    <div className="kit-page">
      <section className="kit-panel error-page" role="alert">
        <p className="error-code" aria-hidden>{code}</p>
        <h1>{title}</h1>
        <p>{body}</p>
        {hints && hints.length > 0 && (
          <ul>
            {hints.map((hint, index) => (
              <li key={index}>{hint}</li>
            ))}
          </ul>
        )}
        {correlationId && <Quote id={correlationId} />}
        <div className="error-actions">{actions}</div>
      </section>
    </div>
  );
}
