/** Stored documents on screen: one, or two beside each other. PDFs by the browser's own viewer, pictures with a zoom. */
import { useEffect, useState, type ReactNode } from 'react';
import { Button, Empty, Segmented, Select, Skeleton } from 'antd';
import { MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { Problem } from '@credit/api';
import { useApi } from '../api';
import { useKitText } from '../locale';
import { ProblemAlert } from '../ProblemAlert';
import './detail.css';

export interface StoredDocument {
  key: string;
  label: string;
  /** Where the API hands the file out. */
  path: string;
}

const ZOOMS = [0.5, 0.75, 1, 1.5, 2, 3];

export function DocumentViewer({ document, empty }: { document: StoredDocument; empty?: string }) {
  const text = useKitText();
  const api = useApi();
  const file = useQuery<Blob, Problem>({
    queryKey: ['file', document.path],
    queryFn: ({ signal }) => api.file(document.path, signal),
    retry: false,
  });
  const url = useObjectUrl(file.data);
  const [zoom, setZoom] = useState(2);
  if (file.error?.status === 404) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty ?? text.detail.noDocument} />;
  const isPicture = file.data?.type.startsWith('image/') ?? false;
  return (
    <figure className="kit-document">
      <ProblemAlert problem={file.error} onRetry={() => void file.refetch()} />
      <figcaption>
        <span>{document.label}</span>
        {isPicture && (
          <span>
            <Button size="small" icon={<MinusOutlined />} aria-label={text.detail.smaller} disabled={zoom === 0} onClick={() => setZoom(zoom - 1)} />
            <span className="kit-figure"> {Math.round(ZOOMS[zoom]! * 100)}% </span>
            <Button size="small" icon={<PlusOutlined />} aria-label={text.detail.larger} disabled={zoom === ZOOMS.length - 1} onClick={() => setZoom(zoom + 1)} />
          </span>
        )}
        <Button size="small" href={api.url(document.path)} target="_blank" rel="noopener">
          {text.detail.newWindow}
        </Button>
      </figcaption>
      {!url && file.isPending && <Skeleton active />}
      {url &&
        (isPicture ? (
          <div className="kit-document-picture">
            <img src={url} alt={document.label} style={{ width: `${ZOOMS[zoom]! * 100}%` }} />
          </div>
        ) : (
          // the browser's viewer without its thumbnails, the page as wide as the pane
          <iframe title={document.label} src={`${url}#navpanes=0&view=FitH`} />
        ))}
    </figure>
  );
}

function useObjectUrl(blob: Blob | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return undefined;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}

interface SideBySideProps {
  documents: readonly StoredDocument[];
  /** What the documents are compared with when there is one only: the record's facts. */
  facts?: ReactNode;
  empty?: string;
}

/** A document beside the facts it must agree with, or beside another document. */
export function SideBySide({ documents, facts, empty }: SideBySideProps) {
  const text = useKitText();
  const [left, setLeft] = useState(documents[0]?.key);
  const [right, setRight] = useState(documents[1]?.key ?? documents[0]?.key);
  const [beside, setBeside] = useState<'facts' | 'document'>(facts ? 'facts' : 'document');
  const of = (key: string | undefined) => documents.find((document) => document.key === key);
  const options = documents.map(({ key, label }) => ({ value: key, label }));
  const [first, second] = [of(left), of(right)];
  if (!first) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty ?? text.detail.noDocument} />;
  return (
    <>
      {documents.length > 1 && (
        <div className="kit-beside-bar">
          <Select aria-label={text.detail.leftDocument} options={options} value={left} onChange={setLeft} />
          {facts && (
            <Segmented
              options={[{ value: 'facts', label: text.detail.besideFacts }, { value: 'document', label: text.detail.besideDocument }]}
              value={beside}
              onChange={setBeside}
            />
          )}
          {beside === 'document' && <Select aria-label={text.detail.rightDocument} options={options} value={right} onChange={setRight} />}
        </div>
      )}
      <div className="kit-beside">
        <DocumentViewer key={`left.${first.key}`} document={first} {...(empty ? { empty } : {})} />
        <div>{beside === 'facts' ? facts : second && <DocumentViewer key={`right.${second.key}`} document={second} {...(empty ? { empty } : {})} />}</div>
      </div>
    </>
  );
}
