import { Alert, Button, Drawer, Flex } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NoteProblem } from '#contract/seller-notes.ts'
import { useMay } from '#web/app/session.ts'
import { Moment } from '#web/shared/moment.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useOperationPages } from '#web/shared/use-operation.ts'
import { SellerFlag } from './flags.tsx'

/** Says above the list that notes have not reached their platform, and opens what can be done; nothing when all is well. */
export function NoteProblems() {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const [isOpen, setOpen] = useState(false)
  const problems = useOperationPages('orders.listNoteProblems', {}, { live: true })
  if (problems.rows.length === 0) return null
  const title = t('orders.sellerNote.problems', { n: `${problems.rows.length}${problems.hasMore ? '+' : ''}` })
  return (
    <>
      <Alert
        type="warning"
        showIcon
        style={{ marginBottom: 12 }}
        title={title}
        action={
          <Button size="small" onClick={() => setOpen(true)}>
            {t('orders.sellerNote.show')}
          </Button>
        }
      />
      <Drawer open={isOpen} onClose={() => setOpen(false)} size={isNarrow ? '100%' : 560} title={title} destroyOnHidden>
        <ProblemList rows={problems.rows} />
      </Drawer>
    </>
  )
}

function ProblemList({ rows }: { rows: readonly NoteProblem[] }) {
  const { t } = useTranslation()
  const { nameOf } = useShops()
  const may = useMay()
  const numberOf = (id: string) => rows.find(({ orderId }) => orderId === id)?.platformOrderId ?? id.slice(0, 8)
  const retry = useBulkCommand('orders.retrySellerNotes', { title: t('orders.sellerNote.retry'), nameOf: numberOf })
  const keep = useBulkCommand('orders.keepSellerNotes', { title: t('orders.sellerNote.keep'), nameOf: numberOf })
  const mine = rows.filter(({ shopId }) => may('orders.note', shopId)).map(({ orderId }) => orderId)
  return (
    <Flex vertical gap={12}>
      {mine.length > 0 && (
        <Button type="primary" loading={retry.isPending} onClick={() => retry.run({ orderIds: mine })}>
          {t('orders.sellerNote.retryAll')}
        </Button>
      )}
      {rows.map((row) => (
        <div key={row.orderId} className="parcel-order">
          <header>
            <strong>{row.platformOrderId}</strong>
            <span className="faint">{nameOf(row.shopId)}</span>
          </header>
          <div className="note-line">
            <SellerFlag flag={row.flag} />
            <span>{row.note || '—'}</span>
          </div>
          <span className="warn">
            {row.state === 'refused' ? t('orders.sellerNote.refused') : t('orders.sellerNote.failed')}
            {row.problem}
          </span>
          <span className="faint">
            {row.writtenBy} <Moment at={row.writtenAt} />
            {row.nextAttemptAt && (
              <>
                {' '}
                · {t('orders.sellerNote.again')} <Moment at={row.nextAttemptAt} />
              </>
            )}
          </span>
          {mine.includes(row.orderId) && (
            <Flex gap={8}>
              <Button size="small" loading={retry.isPending} onClick={() => retry.run({ orderIds: [row.orderId] })}>
                {t('orders.sellerNote.retry')}
              </Button>
              <Button size="small" type="text" loading={keep.isPending} onClick={() => keep.run({ orderIds: [row.orderId] })}>
                {t('orders.sellerNote.keep')}
              </Button>
            </Flex>
          )}
        </div>
      ))}
    </Flex>
  )
}
