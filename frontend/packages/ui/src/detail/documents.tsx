/** Stored documents on screen: one, or two beside each other. PDFs by the browser's own viewer, pictures with a zoom. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button, Empty, Segmented, Select, Skeleton } from 'antd';
import { FullscreenOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
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
/** As wide as the pane. */
const FITTING = 2;

export function DocumentViewer({ document, empty }: { document: StoredDocument; empty?: string }) {
  const text = useKitText();
  const api = useApi();
  const file = useQuery<Blob, Problem>({
    queryKey: ['file', document.path],
    queryFn: ({ signal }) => api.file(document.path, signal),
    retry: false,
  });
  const url = useObjectUrl(file.data);
  const [zoom, setZoom] = useState(FITTING);
  if (file.error?.status === 404) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty ?? text.detail.noDocument} />;
  const isPicture = file.data?.type.startsWith('image/') ?? false;
  const isShown = isPicture || file.data?.type === 'application/pdf';
  return (
    <figure className="kit-document">
      <ProblemAlert problem={file.error} onRetry={() => void file.refetch()} />
      <figcaption>
        <span>{document.label}</span>
        {file.data && isShown && (
          <span role="group" aria-label={text.detail.zoom}>
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
      {url && !isShown && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text.detail.unreadable} />}
      {url &&
        isShown &&
        (isPicture ? (
          // the arrow keys move a picture that is larger than its pane
          <div className="kit-document-picture" tabIndex={0} role="group" aria-label={document.label}>
            <img src={url} alt={document.label} style={{ width: `${ZOOMS[zoom]! * 100}%` }} />
          </div>
        ) : (
          // the browser's viewer without its thumbnails; pages are turned in it. It reads its size from the address once.
          <iframe key={zoom} title={document.label} src={`${url}#navpanes=0&${zoom === FITTING ? 'view=FitH' : `zoom=${ZOOMS[zoom]! * 100}`}`} />
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
  const box = useRef<HTMLDivElement>(null);
  // a list that opens must lie inside what fills the screen
  const inBox = () => box.current ?? document.body;
  const [chosen, setChosen] = useState<{ left?: string; right?: string }>({});
  const [beside, setBeside] = useState<'facts' | 'document'>(facts ? 'facts' : 'document');
  // until somebody chooses: documents may arrive one after the other
  const of = (key: string | undefined, otherwise: StoredDocument | undefined) => documents.find((document) => document.key === key) ?? otherwise;
  const options = documents.map(({ key, label }) => ({ value: key, label }));
  const first = of(chosen.left, documents[0]);
  const second = of(chosen.right, documents[1] ?? documents[0]);
  if (!first) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty ?? text.detail.noDocument} />;
  return (
    <div className="kit-beside-box" ref={box}>
      {documents.length > 1 && (
        <div className="kit-beside-bar">
          <Select getPopupContainer={inBox} aria-label={text.detail.leftDocument} options={options} value={first.key} onChange={(left: string) => setChosen({ ...chosen, left })} />
          {facts && (
            <Segmented
              options={[{ value: 'facts', label: text.detail.besideFacts }, { value: 'document', label: text.detail.besideDocument }]}
              value={beside}
              onChange={setBeside}
            />
          )}
          {beside === 'document' && <Select getPopupContainer={inBox} aria-label={text.detail.rightDocument} options={options} value={second?.key} onChange={(right: string) => setChosen({ ...chosen, right })} />}
          <Button className="kit-beside-full" icon={<FullscreenOutlined aria-hidden />} onClick={() => void box.current?.requestFullscreen()}>
            {text.detail.fullScreen}
          </Button>
        </div>
      )}
      <div className="kit-beside">
        <DocumentViewer key={`left.${first.key}`} document={first} {...(empty ? { empty } : {})} />
        <div>{beside === 'facts' ? facts : second && <DocumentViewer key={`right.${second.key}`} document={second} {...(empty ? { empty } : {})} />}</div>
      </div>
    </div>
  );
}
