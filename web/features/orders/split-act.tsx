import { App, Empty, Flex, InputNumber, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParcelPage, ParcelRow } from '#contract/orders.ts'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { DialogFoot } from './dialog-foot.tsx'
import { ActButton, type ActContext } from './parcel-acts.tsx'

const canBeSplit = (parcel: ParcelRow) => parcel.pieces > 1 && ['buffer', 'review', 'held', 'waybill'].includes(parcel.station)

/** Moves some goods of one parcel into a new one, showing both boxes before it happens. */
export function SplitAct(context: ActContext) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const { targets, onDone } = context
  const [only] = targets
  return (
    <>
      <ActButton
        {...context}
        text={t('orders.review.split')}
        keyName="s"
        permission="orders.arrange"
        appliesTo={(parcel) => targets.length === 1 && canBeSplit(parcel)}
        onPress={() => setOpen(true)}
      />
      <Modal
        open={isOpen}
        title={t('orders.review.splitTitle')}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
        width={620}
      >
        {isOpen && only && <SplitChoice parcelId={only.parcelId} onDone={onDone} close={() => setOpen(false)} />}
      </Modal>
    </>
  )
}

type SplitChoiceProps = { parcelId: string; onDone: ActContext['onDone'] | undefined; close: () => void }

function SplitChoice({ parcelId, onDone, close }: SplitChoiceProps) {
  const { t } = useTranslation()
  const page = useOperation('orders.readParcel', { parcelId })
  if (page.data?.parcelId !== parcelId) return <Skeleton active />
  const pieces = page.data.lines.reduce((sum, line) => sum + line.quantity, 0)
  if (pieces < 2) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('orders.review.splitNone')} />
  return <SplitForm parcel={page.data} pieces={pieces} onDone={onDone} close={close} />
}

type SplitFormProps = Omit<SplitChoiceProps, 'parcelId'> & { parcel: ParcelPage; pieces: number }

function SplitForm({ parcel, pieces, onDone, close }: SplitFormProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [moved, setMoved] = useState<Record<string, number>>({})
  const split = useCommand('orders.splitParcel', {
    onDone: () => {
      void message.success(t('orders.review.splitDone'))
      onDone?.([])
      close()
    },
  })
  const movedPieces = Object.values(moved).reduce((sum, quantity) => sum + quantity, 0)
  const lines = parcel.lines.flatMap(({ lineId }) => (moved[lineId] ? [{ lineId, quantity: moved[lineId] }] : []))
  const isReady = movedPieces > 0 && movedPieces < pieces
  const send = () => {
    if (isReady) split.mutate({ parcelId: parcel.parcelId, lines })
  }
  return (
    <Flex vertical gap={16}>
      <span className="faint">{t('orders.review.splitHint')}</span>
      <ul className="parcel-lines">
        {parcel.lines.map((line, index) => (
          <li key={line.lineId}>
            <div>
              {line.title}
              <div className="cell-sub">{[line.variant, line.skuCode, line.platformOrderId].filter(Boolean).join(' · ')}</div>
            </div>
            <Flex align="center" gap={8} style={{ whiteSpace: 'nowrap' }}>
              <InputNumber
                autoFocus={index === 0}
                min={0}
                max={line.quantity}
                precision={0}
                value={moved[line.lineId] ?? 0}
                onChange={(quantity) => setMoved({ ...moved, [line.lineId]: quantity ?? 0 })}
                onPressEnter={send}
                aria-label={line.title}
                style={{ width: 76 }}
              />
              / {line.quantity}
            </Flex>
          </li>
        ))}
      </ul>
      <Flex gap={12}>
        <SplitBox title={t('orders.review.splitStays')} count={pieces - movedPieces} />
        <SplitBox title={t('orders.review.splitMoves')} count={movedPieces} />
      </Flex>
      <DialogFoot okText={t('orders.review.splitOk')} isReady={isReady} isBusy={split.isPending} onOk={send} onCancel={close} />
    </Flex>
  )
}

function SplitBox({ title, count }: { title: string; count: number }) {
  const { t } = useTranslation()
  return (
    <div className="parcel-order" style={{ flex: 1 }}>
      <span className="faint">{title}</span>
      <strong>{t('orders.pieces', { n: count })}</strong>
    </div>
  )
}
