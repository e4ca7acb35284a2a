import { useState } from 'react';
import { App, Button, Upload } from 'antd';
import { DownloadOutlined, FileTextOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { randomKey, type DeductionFileDetail, type DeductionPreview, type DeductionPreviewRow, type Problem } from '@credit/api';
import { optionsOf } from '@credit/domain';
import { FormDrawer, PlainTable, ProblemAlert, SelectField, saveFile, useApi, useLocale, useSession, type Column } from '@credit/ui';
import { useText } from '../../text';

/** What is wrong with a file is said once, above. */
const OF_THE_FILE = new Set(['content']);

interface Chosen {
  name: string;
  content: string;
}

/** Takes a file of deductions: shows how its first rows are read before it is sent. */
export function UploadDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText();
  const { locale } = useLocale();
  const api = useApi();
  const session = useSession();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [file, setFile] = useState<Chosen | null>(null);
  const [reading, setReading] = useState(false);
  const [preview, setPreview] = useState<DeductionPreview | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function choose(given: File) {
    setReading(true);
    setProblem(null);
    setPreview(null);
    setFile(null);
    try {
      const chosen = { name: given.name, content: await base64Of(given) };
      setPreview(await api.post<DeductionPreview>('/deduction-files/preview', { content: chosen.content }, { key: randomKey() }));
      setFile(chosen);
    } catch (error) {
      setProblem(error as Problem);
    } finally {
      setReading(false);
    }
  }

  function close() {
    setFile(null);
    setPreview(null);
    setProblem(null);
    onClose();
  }

  const columns: Column<DeductionPreviewRow>[] = [
    { key: 'line', title: t.deductions.line, align: 'right' },
    { key: 'loan_no', title: t.f.loanNo },
    { key: 'amount', title: t.f.amount, align: 'right' },
    { key: 'value_on', title: t.deductions.date },
    { key: 'row_key', title: t.deductions.reference, render: (row) => row.row_key || '—' },
    { key: 'reason', title: t.deductions.reason, render: (row) => (row.reason ? <span className="kit-danger">{row.reason_text}</span> : '—') },
  ];
  const wrong = preview?.rows.filter((row) => row.reason).length ?? 0;
  return (
    <FormDrawer<DeductionFileDetail>
      open={open}
      onClose={close}
      title={t.deductions.upload}
      name="deductions-upload"
      width={760}
      submitLabel={t.deductions.upload}
      blocked={file === null}
      doneMessage={false}
      initialValues={{ mode: 'SKIP_WRONG' }}
      send={(command, values) => command.post('/deduction-files', { ...file, mode: values.mode })}
      onDone={(made) => {
        void message.success(t.deductions.uploaded);
        void navigate({ to: `/deduction-files/${made.id}` } as never);
      }}
    >
      <Upload.Dragger
        className="deductions-drop"
        accept=".csv,.xlsx"
        multiple={false}
        showUploadList={false}
        disabled={reading}
        beforeUpload={(given) => {
          void choose(given);
          return false;
        }}
      >
        <p>
          <FileTextOutlined /> {reading ? '…' : (file?.name ?? t.deductions.choose)}
        </p>
        <p className="kit-muted">{t.deductions.columns}</p>
      </Upload.Dragger>
      <p>
        <Button type="link" size="small" icon={<DownloadOutlined />} onClick={() => saveFile(template(t.deductions.templateColumns, session.business_date ?? ''), 'deductions.csv')}>
          {t.deductions.template}
        </Button>
      </p>
      <ProblemAlert problem={problem} shownFields={OF_THE_FILE} />
      <SelectField name="mode" label={t.deductions.mode} required options={optionsOf('deductionMode', locale)} />
      {preview && (
        <>
          <p className={wrong > 0 ? 'kit-danger' : 'kit-muted'}>{wrong > 0 ? t.deductions.previewWrong(wrong) : t.deductions.preview}</p>
          <PlainTable rows={preview.rows} columns={columns} rowKey={(row) => String(row.line)} label={t.deductions.preview} />
        </>
      )}
    </FormDrawer>
  );
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts: string[] = [];
  // a call takes only so many arguments
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(parts.join(''));
}

/** A file with its first line and one row to be written over, in the reader's words. */
function template(names: string, on: string): Blob {
  return new Blob([`\ufeff${names}\r\nJJ202600000001,100.00,${on},\r\n`], { type: 'text/csv' });
}
