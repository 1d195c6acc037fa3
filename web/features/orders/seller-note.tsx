import { EditOutlined, TagFilled } from '@ant-design/icons'
import { Button, Flex, Input, Segmented, Tooltip } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParcelPage } from '#contract/orders.ts'
import { useMay } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { Moment } from '#web/shared/moment.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { FlagMark, SellerFlag } from './flags.tsx'

type OrderInParcel = ParcelPage['orders'][number]
type Support = ParcelPage['sellerNotes']
type Given = { order: OrderInParcel; shopId: string; support: Support }

/** The seller's note and flag, how far they are on their way to the platform, and a place to write them. */
export function SellerNote({ order, shopId, support }: Given) {
  const { t } = useTranslation()
  const may = useMay()
  const [isWriting, setWriting] = useState(false)
  if (isWriting) return <Editor order={order} support={support} onEnd={() => setWriting(false)} />
  const isEmpty = order.sellerMemo === '' && order.sellerFlag === 0
  return (
    <div className="seller-note">
      <div className="note-line">
        {!isEmpty && (
          <>
            <TagFilled className="note-seller" title={t('orders.sellerMemo')} />
            <SellerFlag flag={order.sellerFlag} />
            <span>{order.sellerMemo}</span>
          </>
        )}
        {may('orders.note', shopId) && (
          <Button size="small" type="link" icon={<EditOutlined />} style={{ paddingInline: 0 }} onClick={() => setWriting(true)}>
            {isEmpty ? t('orders.sellerNote.add') : t('shared.edit')}
          </Button>
        )}
      </div>
      <Way order={order} shopId={shopId} support={support} />
    </div>
  )
}

/** Where the note is: nothing is said of one that the platform wrote itself. */
function Way({ order, shopId, support }: Given) {
  const { t } = useTranslation()
  const language = useLanguage()
  const may = useMay()
  const wish = order.sellerNote
  const retry = useBulkCommand('orders.retrySellerNotes', {
    title: t('orders.sellerNote.retry'),
    nameOf: () => order.platformOrderId,
  })
  const keep = useBulkCommand('orders.keepSellerNotes', {
    title: t('orders.sellerNote.keep'),
    nameOf: () => order.platformOrderId,
  })
  if (!wish || wish.state === 'overtaken') return null
  if (wish.state === 'kept')
    return (
      <div className="faint">
        {t('orders.sellerNote.kept')}
        {support.onlyHere && <> · {support.onlyHere[language]}</>}
      </div>
    )
  if (wish.problem !== '')
    return (
      <div className="note-problem" role="status">
        <span className="warn">
          {wish.state === 'refused' ? t('orders.sellerNote.refused') : t('orders.sellerNote.failed')}
          {wish.problem}
        </span>
        {wish.nextAttemptAt && (
          <span className="faint">
            {t('orders.sellerNote.again')} <Moment at={wish.nextAttemptAt} />
          </span>
        )}
        {may('orders.note', shopId) && (
          <Flex gap={8} wrap>
            <Button size="small" loading={retry.isPending} onClick={() => retry.run({ orderIds: [order.orderId] })}>
              {t('orders.sellerNote.retry')}
            </Button>
            <Button size="small" type="text" loading={keep.isPending} onClick={() => keep.run({ orderIds: [order.orderId] })}>
              {t('orders.sellerNote.keep')}
            </Button>
          </Flex>
        )}
      </div>
    )
  return (
    <div className="faint">
      {wish.state === 'told' ? t('orders.sellerNote.told') : t('orders.sellerNote.waiting')} · {wish.writtenBy}{' '}
      <Moment at={wish.toldAt ?? wish.writtenAt} />
    </div>
  )
}

const FLAGS = [0, 1, 2, 3, 4, 5] as const
const lengthOf = (note: string, unit: Support['unit']): number =>
  unit === 'bytes' ? new TextEncoder().encode(note).length : [...note].length

function Editor({ order, support, onEnd }: { order: OrderInParcel; support: Support; onEnd: () => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [note, setNote] = useState(order.sellerMemo)
  const [flag, setFlag] = useState(order.sellerFlag)
  const save = useBulkCommand('orders.setSellerNotes', {
    title: t('orders.sellerMemo'),
    nameOf: () => order.platformOrderId,
    onDone: ({ done }) => done.length > 0 && onEnd(),
  })
  const used = lengthOf(note.trim(), support.unit)
  return (
    <Flex vertical gap={8} className="seller-note-editor">
      <Input.TextArea
        autoFocus
        rows={2}
        aria-label={t('orders.sellerMemo')}
        maxLength={1000}
        value={note}
        status={used > support.most ? 'error' : ''}
        onChange={(event) => setNote(event.target.value)}
      />
      <Flex gap={8} align="center" justify="space-between" wrap>
        <Segmented
          size="small"
          aria-label={t('orders.flag')}
          value={flag}
          onChange={setFlag}
          options={FLAGS.filter((one) => one <= support.highestFlag).map((one) => ({
            value: one,
            label: (
              <Tooltip title={t(`orders.flagNames.f${one}`)}>
                <FlagMark flag={one} />
              </Tooltip>
            ),
          }))}
        />
        <span className={used > support.most ? 'warn' : 'faint'}>
          {used}/{support.most}
          {support.unit === 'bytes' && t('orders.sellerNote.bytes')}
        </span>
      </Flex>
      <span className="faint">
        {support.onlyHere ? `${t('orders.sellerNote.kept')} · ${support.onlyHere[language]}` : t('orders.sellerNote.hint')}
      </span>
      <Flex gap={8}>
        <Button
          size="small"
          type="primary"
          loading={save.isPending}
          disabled={used > support.most}
          onClick={() => save.run({ orderIds: [order.orderId], note: note.trim(), flag })}
        >
          {t('shared.save')}
        </Button>
        <Button size="small" onClick={onEnd}>
          {t('shared.cancel')}
        </Button>
      </Flex>
    </Flex>
  )
}
