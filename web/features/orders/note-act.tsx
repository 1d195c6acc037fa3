import { Button, Form, Input, Radio, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrderRow } from '#contract/orders.ts'
import { BulkBar } from '#web/shared/bulk-bar.tsx'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import type { Selection } from '#web/shared/use-selection.ts'
import { FlagMark } from './flags.tsx'

type Fields = { note?: string; how: 'append' | 'replace'; flag: number }
const AS_IS = -1
const FLAGS = [0, 1, 2, 3, 4, 5] as const

/** The seller's note and flag of several orders at once. */
export function NoteBar({ selection, rows }: { selection: Selection; rows: readonly OrderRow[] }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const chosen = rows.filter(({ orderId }) => selection.keys.includes(orderId))
  return (
    <BulkBar count={chosen.length} onClear={selection.clear}>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('orders.sellerNote.bulk')}
      </Button>
      {isOpen && (
        <NoteDialog
          chosen={chosen}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false)
            selection.clear()
          }}
        />
      )}
    </BulkBar>
  )
}

function NoteDialog({ chosen, onClose, onDone }: { chosen: readonly OrderRow[]; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation()
  const save = useBulkCommand('orders.setSellerNotes', {
    title: t('orders.sellerMemo'),
    nameOf: (id) => chosen.find(({ orderId }) => orderId === id)?.platformOrderId ?? id.slice(0, 8),
    onDone,
  })
  const send = ({ note = '', how, flag }: Fields) =>
    save.run({
      orderIds: chosen.map(({ orderId }) => orderId),
      // Nothing written is nothing changed, unless all is to go.
      ...((note.trim() !== '' || how === 'replace') && { note: note.trim(), append: how === 'append' }),
      ...(flag !== AS_IS && { flag }),
    })
  return (
    <FormDialog<Fields>
      open
      title={t('orders.sellerNote.bulkTitle', { n: chosen.length })}
      onClose={onClose}
      onSubmit={send}
      isBusy={save.isPending}
      okText={t('shared.save')}
      initialValues={{ how: 'append', flag: AS_IS }}
    >
      <Form.Item name="note" label={t('orders.sellerMemo')} extra={t('orders.sellerNote.hint')}>
        <Input.TextArea rows={3} maxLength={1000} autoFocus />
      </Form.Item>
      <Form.Item name="how" label={t('orders.sellerNote.how')}>
        <Radio.Group
          options={(['append', 'replace'] as const).map((how) => ({ value: how, label: t(`orders.sellerNote.${how}`) }))}
        />
      </Form.Item>
      <Form.Item name="flag" label={t('orders.flag')}>
        <Segmented
          options={[
            { value: AS_IS, label: t('orders.sellerNote.sameFlag') },
            ...FLAGS.map((flag) => ({ value: flag, label: <FlagMark flag={flag} /> })),
          ]}
        />
      </Form.Item>
    </FormDialog>
  )
}
