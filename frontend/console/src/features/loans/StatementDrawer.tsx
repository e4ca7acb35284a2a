import { useEffect, useState } from 'react';
import { Button, Form } from 'antd';
import { DownloadOutlined, FilePdfOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import type { LoanDetail, Problem } from '@credit/api';
import { DateRangeField, ProblemAlert, RecordDrawer, useApi, useSession } from '@credit/ui';
import { useText } from '../../text';
import './repayments.css';

interface Made {
  url: string;
  name: string;
}

/** The statement of some days as a PDF. It is made once and shown from memory: each making is in the export log. */
export function StatementDrawer({ open, loan, onClose }: { open: boolean; loan: LoanDetail; onClose: () => void }) {
  const t = useText();
  const api = useApi();
  const businessDate = useSession().business_date ?? undefined;
  const [form] = Form.useForm<{ days: [string, string] }>();
  const [made, setMade] = useState<Made | null>(null);
  const print = useMutation<Made, Problem, [string, string]>({
    mutationFn: async ([since, until]) => {
      const file = await api.file(`/loans/${loan.id}/statement?since=${since}&until=${until}`);
      return { url: URL.createObjectURL(file), name: `${loan.loan_no}-${since}-${until}.pdf` };
    },
    onSuccess: setMade,
  });
  useEffect(() => () => {
    if (made) URL.revokeObjectURL(made.url);
  }, [made]);
  const close = () => {
    setMade(null);
    print.reset();
    onClose();
  };
  return (
    <RecordDrawer open={open} title={`${t.statement.title} · ${loan.loan_no}`} onClose={close} width={made ? 980 : 460}>
      <Form
        form={form}
        layout="vertical"
        name="loan-statement"
        initialValues={{ days: [loan.start_on, businessDate] }}
        onFinish={({ days }) => print.mutate(days)}
        onValuesChange={() => setMade(null)}
      >
        <div className="statement-form">
          <DateRangeField name="days" label={t.statement.days} required min={loan.start_on} max={businessDate} />
          <Button type="primary" htmlType="submit" icon={<FilePdfOutlined aria-hidden />} loading={print.isPending}>
            {t.statement.show}
          </Button>
          {made && (
            <Button icon={<DownloadOutlined aria-hidden />} href={made.url} download={made.name}>
              {t.statement.save}
            </Button>
          )}
        </div>
      </Form>
      <ProblemAlert problem={print.error} />
      {made ? (
        <iframe className="statement-page" title={made.name} src={`${made.url}#navpanes=0&view=FitH`} />
      ) : (
        <p className="kit-muted">{t.statement.note}</p>
      )}
    </RecordDrawer>
  );
}
