import { useState } from 'react';
import { App, Button, Dropdown, Form, Input, Modal, type MenuProps } from 'antd';
import { CheckOutlined, DownOutlined, StarFilled } from '@ant-design/icons';
import { Problem, randomKey } from '@credit/api';
import { useApi } from '../api';
import { useKitText } from '../locale';
import { ProblemAlert, problemWords } from '../ProblemAlert';
import type { ListDesk } from './useListDesk';
import type { SavedView, ViewContent } from './views';

interface Props {
  listId: string;
  desk: ListDesk;
  active: SavedView | undefined;
  modified: boolean;
  content: () => ViewContent;
  onOpen: (view: SavedView | null) => void;
  onChanged: () => Promise<unknown>;
}

type Naming = 'save' | 'rename' | null;

/** The views of a list: the one in use, whether it still is what was saved, and all that can be done about it. */
export function ViewMenu({ listId, desk, active, modified, content, onOpen, onChanged }: Props) {
  const api = useApi();
  const text = useKitText();
  const { message, modal } = App.useApp();
  const [naming, setNaming] = useState<Naming>(null);
  const own = desk.views.filter((view) => view.is_own);
  const shared = desk.views.filter((view) => !view.is_own);
  const may = (action: string) => active?.allowed_actions.includes(action) ?? false;
  const isDefault = active !== undefined && desk.default_view_id === active.id;

  /** Send, read the views anew, say that it is done; a refusal is told in words. */
  async function run(send: () => Promise<unknown>): Promise<boolean> {
    try {
      await send();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { title, detail } = problemWords(error, text);
      void message.error(detail || title);
      return false;
    } finally {
      await onChanged();
    }
    void message.success(text.done);
    return true;
  }
  const path = active ? `/list-views/${active.id}` : '';
  const edit = (values: object) => api.patch(path, values, active ? `"${active.version}"` : null);

  const entry = (view: SavedView) => ({
    key: `open.${view.id}`,
    icon: <CheckOutlined style={{ visibility: view.id === active?.id ? 'visible' : 'hidden' }} />,
    label: (
      <span className="kit-view-entry">
        <span className="kit-view-name">{view.name}</span>
        {view.id === desk.default_view_id && <StarFilled title={text.viewIsDefault} aria-label={text.viewIsDefault} />}
        {(view.is_shared || !view.is_own) && (
          <span className="kit-muted">{view.is_own ? text.viewShared : view.owner_name}</span>
        )}
      </span>
    ),
    onClick: () => onOpen(view),
  });
  const group = (key: string, label: string, views: readonly SavedView[]) =>
    views.length > 0 ? [{ key, type: 'group' as const, label, children: views.map(entry) }] : [];
  const items: NonNullable<MenuProps['items']> = [
    {
      key: 'none',
      icon: <CheckOutlined style={{ visibility: active ? 'hidden' : 'visible' }} />,
      label: text.viewNone,
      onClick: () => onOpen(null),
    },
    ...group('own', text.viewsOwn, own),
    ...group('shared', text.viewsShared, shared),
    { type: 'divider' },
    ...(active && modified && may('edit')
      ? [{ key: 'store', label: text.viewStore(active.name), onClick: () => void run(() => edit(content())) }]
      : []),
    ...(active && modified ? [{ key: 'revert', label: text.viewRevert, onClick: () => onOpen(active) }] : []),
    { key: 'save', label: text.viewSaveAs, onClick: () => setNaming('save') },
    ...(active && may('edit') ? [{ key: 'rename', label: text.viewRename, onClick: () => setNaming('rename') }] : []),
    ...(active
      ? [
          {
            key: 'default',
            label: isDefault ? text.viewNoDefault : text.viewMakeDefault,
            onClick: () =>
              void run(() => api.put(`/lists/${listId}/default-view`, { view_id: isDefault ? null : active.id })),
          },
        ]
      : []),
    ...(may('share')
      ? [{ key: 'share', label: text.viewShare, onClick: () => void run(() => api.post(`${path}/share`, {}, { key: randomKey() })) }]
      : []),
    ...(may('unshare')
      ? [{ key: 'unshare', label: text.viewUnshare, onClick: () => void run(() => api.post(`${path}/unshare`, {}, { key: randomKey() })) }]
      : []),
    ...(active && may('delete')
      ? [{ key: 'delete', danger: true, label: text.viewDelete, onClick: () => askDelete(active) }]
      : []),
  ];

  function askDelete(view: SavedView) {
    modal.confirm({
      title: text.viewDeleteAsk(view.name),
      content: view.is_shared ? text.viewDeleteShared : undefined,
      okText: text.viewDelete,
      okButtonProps: { danger: true },
      cancelText: text.cancel,
      onOk: async () => {
        if (await run(() => api.delete(path))) onOpen(null);
      },
    });
  }

  return (
    <>
      <Dropdown menu={{ items, className: 'kit-view-menu' }} trigger={['click']}>
        <Button className="kit-view-button" aria-label={text.viewLabel(active?.name ?? text.viewNone)}>
          <span className="kit-view-name">{active?.name ?? text.viewNone}</span>
          {active && modified && <span className="kit-tag kit-tag-warning">{text.viewModified}</span>}
          <DownOutlined />
        </Button>
      </Dropdown>
      <NameDialog
        title={naming === 'rename' ? text.viewRename : text.viewSaveAs}
        initial={naming === 'rename' ? (active?.name ?? '') : ''}
        open={naming !== null}
        onClose={() => setNaming(null)}
        send={async (name) => {
          if (naming === 'rename') {
            await edit({ name });
            await onChanged();
          } else {
            const made = await api.post<SavedView>(`/lists/${listId}/views`, { name, ...content() }, { key: randomKey() });
            await onChanged();
            onOpen(made);
          }
          void message.success(text.done);
        }}
      />
    </>
  );
}

function NameDialog({ title, initial, open, onClose, send }: {
  title: string;
  initial: string;
  open: boolean;
  onClose: () => void;
  send: (name: string) => Promise<void>;
}) {
  const text = useKitText();
  const [form] = Form.useForm<{ name: string }>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function submit({ name }: { name: string }) {
    setBusy(true);
    setProblem(null);
    try {
      await send(name.trim());
      onClose();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      title={title}
      open={open}
      onCancel={onClose}
      afterOpenChange={(isOpen) => {
        setProblem(null);
        if (isOpen) form.setFieldsValue({ name: initial });
      }}
      okText={text.save}
      cancelText={text.cancel}
      confirmLoading={busy}
      onOk={form.submit}
      width={400}
      destroyOnHidden
    >
      <ProblemAlert problem={problem} />
      <Form form={form} name="list-view-name" layout="vertical" initialValues={{ name: initial }} onFinish={(values) => void submit(values)}>
        <Form.Item name="name" label={text.viewName} rules={[{ required: true, whitespace: true, message: text.required(text.viewName) }]}>
          <Input maxLength={40} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}
