import { useState } from 'react';
import { Button } from 'antd';
import type { Tagged } from '@credit/api';
import {
  FieldGrid,
  FormDrawer,
  FormModal,
  InlineForm,
  MoneyField,
  TextField,
  cleaned,
  fieldsOf,
} from '@credit/ui';
import { Server, problem, type Answers } from '../sample';
import { Example, useSay, type PropNote, type Words } from '../story';

export const title: Words = { zh: '表单', en: 'Forms' };
export const about: Words = {
  zh: 'FormDrawer 用于多字段，FormModal 用于一两个字段，InlineForm 用于页面内。三者共用：服务端错误落到字段、离开前提醒、草稿暂存、并发修改合并。',
  en: 'FormDrawer for many fields, FormModal for one or two, InlineForm within a page. All put faults at their fields, ask before leaving, keep drafts and merge concurrent edits.',
};
export const props: readonly PropNote[] = [
  { name: 'name', type: 'string', note: { zh: '控件 id 的前缀；同名表单同时打开时自动加序号', en: 'Prefix of the ids; two open forms of one name are numbered' } },
  { name: 'send', type: '(command, values, etag)', note: { zh: '发送命令；etag 为打开表单时的版本', en: 'Sends the command; etag is the version that was seen' } },
  { name: 'edit', type: '{path, tagged, values}', note: { zh: '编辑一条记录；版本过期时逐字段比较、合并', en: 'Edits a record; a stale version is compared and merged field by field' } },
  { name: 'draft', type: 'string', note: { zh: '暂存键；内容加密保存在服务端，至多 7 天', en: 'Key of the draft; kept encrypted on the server for 7 days at most' } },
  { name: 'blocked', type: 'boolean', note: { zh: '暂不能提交，由内容说明原因', en: 'Nothing can be sent; the content says why' } },
  { name: 'fieldsOf<Input>()', type: 'Fields', note: { zh: '按接口入参取字段组件，字段名写错即编译不通过', en: 'Fields of an input of the API; a wrong name does not compile' } },
];

interface Sample {
  name: string;
  id_no: string;
  phone: string;
  region_code: string;
  region_name: string;
  amount: string;
  annual_rate: string;
  term: number;
  method: string;
  start_on: string;
  period: string[];
  is_farmer: boolean;
  note: string;
}
const F = fieldsOf<Sample>();

const CALENDAR = [
  { day: '2026-10-01', is_working: false, name: '国庆节' },
  { day: '2026-10-10', is_working: true, name: '' },
];
const tagged = (name: string, income: string): Tagged<Record<string, string>> => ({ data: { name, income }, etag: '"1"' });
const ANSWERS: Answers = {
  '/calendar': CALENDAR,
  '/sample/refused': () =>
    problem(422, 'sample.refused', '填写有误', '', [{ field: 'name', code: 'sample.taken', message: '该名称已被使用' }]),
  '/sample/1': (_: URLSearchParams, body: unknown) =>
    body === undefined
      ? new Response(JSON.stringify({ name: '王小明', income: '9000.00' }), { headers: { 'Content-Type': 'application/json', ETag: '"2"' } })
      : problem(412, 'platform.stale_edit', '数据已被他人修改'),
  '/drafts/story': (_: URLSearchParams, body: unknown) =>
    body === undefined
      ? { content: { values: { name: '周文' }, began: {} }, kept_at: '2026-11-24T08:30:00Z' }
      : { content: null, kept_at: '2026-11-24T08:31:00Z' },
};

function Fields() {
  const say = useSay();
  return (
    <InlineForm
      name="story-fields"
      initialValues={{ amount: '125000.00', phone: '13885012345', id_no: '52010219900307332X', is_farmer: true }}
      send={async () => undefined}
      doneMessage={false}
    >
      <FieldGrid>
        <F.Text name="name" label={say({ zh: '姓名', en: 'Name' })} required help={say({ zh: '与身份证一致', en: 'As on the identity card' })} />
        <F.IdNo name="id_no" label={say({ zh: '身份证号', en: 'ID number' })} />
        <F.Phone name="phone" label={say({ zh: '手机号', en: 'Phone' })} />
        <F.Money name="amount" label={say({ zh: '金额', en: 'Amount' })} />
        <F.Rate name="annual_rate" label={say({ zh: '年利率', en: 'Annual rate' })} />
        <F.Number name="term" label={say({ zh: '期限', en: 'Term' })} min={1} unit={say({ zh: '期', en: 'periods' })} />
        <F.Select
          name="method"
          label={say({ zh: '还款方式', en: 'Method' })}
          options={[{ value: 'A', label: say({ zh: '等额本息', en: 'Level instalment' }) }, { value: 'B', label: say({ zh: '利随本清', en: 'Bullet' }) }]}
        />
        <F.Date
          name="start_on"
          label={say({ zh: '起息日', en: 'Start' })}
          workdays
          hint={say({ zh: '不可选的日期悬停说明原因', en: 'A day that cannot be chosen says why' })}
        />
        <F.DateRange name="period" label={say({ zh: '起止日期', en: 'Period' })} />
        <F.Region name="region_code" label={say({ zh: '行政区划', en: 'Division' })} within="52" nameField="region_name" />
        <F.Text name="region_name" label={say({ zh: '区划名称', en: 'Its name' })} wide />
        <F.Check name="is_farmer" label={say({ zh: '农户', en: 'Farmer' })} />
        <F.Area name="note" label={say({ zh: '备注', en: 'Note' })} />
      </FieldGrid>
    </InlineForm>
  );
}

function Opened({ label, children }: { label: string; children: (open: boolean, close: () => void) => React.ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{label}</Button>
      {children(open, () => setOpen(false))}
    </>
  );
}

export default function FormsStory() {
  const say = useSay();
  const open = say({ zh: '打开', en: 'Open' });
  const name = say({ zh: '姓名', en: 'Name' });
  return (
    <Server answers={ANSWERS}>
      <Example id="fields" title={{ zh: '字段', en: 'Fields' }}>
        <Fields />
      </Example>
      <Example id="fault" title={{ zh: '服务端错误落到字段', en: 'A fault stands at its field' }}>
        <Opened label={open}>
          {(isOpen, close) => (
            <FormModal
              open={isOpen}
              onClose={close}
              title={say({ zh: '登记', en: 'Register' })}
              name="story-fault"
              initialValues={{ name: '王小明' }}
              send={(command, values) => command.post('/sample/refused', cleaned(values))}
            >
              <TextField name="name" label={name} required />
            </FormModal>
          )}
        </Opened>
      </Example>
      <Example id="draft" title={{ zh: '恢复未提交的内容', en: 'Unsent content is offered again' }}>
        <Opened label={open}>
          {(isOpen, close) => (
            <FormDrawer open={isOpen} onClose={close} title={say({ zh: '登记', en: 'Register' })} name="story-draft" draft="story" send={async () => undefined}>
              <TextField name="name" label={name} required />
            </FormDrawer>
          )}
        </Opened>
      </Example>
      <Example
        id="stale"
        title={{ zh: '并发修改', en: 'Two people edit' }}
        note={{ zh: '打开后改月收入并保存：他人已改为 9,000.00。', en: 'Change the income and save: somebody has made it 9,000.00.' }}
      >
        <Opened label={open}>
          {(isOpen, close) => (
            <FormDrawer<unknown, Record<string, string>>
              open={isOpen}
              onClose={close}
              title={say({ zh: '编辑', en: 'Edit' })}
              name="story-stale"
              edit={{ path: '/sample/1', tagged: tagged('王小明', '5000.00'), values: (record) => record }}
              send={(command, values, etag) => command.patch('/sample/1', values, etag)}
            >
              <TextField name="name" label={name} required />
              <MoneyField name="income" label={say({ zh: '月收入', en: 'Monthly income' })} />
            </FormDrawer>
          )}
        </Opened>
      </Example>
    </Server>
  );
}
