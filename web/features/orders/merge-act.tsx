import { CheckOutlined } from '@ant-design/icons'
import { Alert, App, Checkbox, Empty, Flex, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParcelRow } from '#contract/orders.ts'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { DialogFoot } from './dialog-foot.tsx'
import { ActButton, type ActContext } from './parcel-acts.tsx'

type Candidate = Pick<ParcelRow, 'parcelId' | 'number' | 'linesText'>

/** Merges the selected parcels, or one parcel with those that go to the same receiver, after showing what the box will hold. */
export function MergeAct(context: ActContext) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const { targets } = context
  const isMany = targets.length > 1
  return (
    <>
      <ActButton
        {...context}
        text={t('orders.review.merge')}
        keyName="m"
        permission="orders.arrange"
        appliesTo={(parcel) => isMany || parcel.mergeableCount > 0}
        onPress={() => setOpen(true)}
      />
      <Modal
        open={isOpen}
        title={t('orders.review.mergeTitle')}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
        width={560}
      >
        {isOpen && <MergeChoice {...context} close={() => setOpen(false)} />}
      </Modal>
    </>
  )
}

function MergeChoice({ targets, onDone, close }: ActContext & { close: () => void }) {
  const { t } = useTranslation()
  const [only] = targets
  const isSingle = targets.length === 1 && only !== undefined
  const page = useOperation('orders.readParcel', { parcelId: only?.parcelId ?? '' }, { enabled: isSingle })
  if (!isSingle) return <MergeForm candidates={targets} onDone={onDone} close={close} />
  if (page.data?.parcelId !== only.parcelId) return <Skeleton active />
  const { mergeable } = page.data
  if (mergeable.length === 0)
    return (
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('orders.review.mergeNone')}>
        {t('orders.review.mergeNoneHint')}
      </Empty>
    )
  return <MergeForm candidates={[only, ...mergeable]} kept={only} onDone={onDone} close={close} />
}

type MergeFormProps = {
  candidates: readonly Candidate[]
  /** The parcel the others go into: cannot be unticked. */
  kept?: Candidate
  onDone: ActContext['onDone'] | undefined
  close: () => void
}

function MergeForm({ candidates, kept, onDone, close }: MergeFormProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const others = kept ? candidates.filter((candidate) => candidate !== kept) : candidates
  const [chosen, setChosen] = useState(() => others.map((candidate) => candidate.parcelId))
  const parcelIds = kept ? [kept.parcelId, ...chosen] : chosen
  const merge = useCommand('orders.mergeParcels', {
    onDone: (_, { parcelIds: merged }) => {
      void message.success(t('orders.review.merged'))
      onDone?.(merged)
      close()
    },
  })
  return (
    <Flex vertical gap={16}>
      <span className="faint">{t('orders.review.mergeHint')}</span>
      {kept && (
        <div>
          <CheckOutlined className="note-buyer" /> <strong>{kept.number}</strong> {kept.linesText}
        </div>
      )}
      <Checkbox.Group value={chosen} onChange={setChosen}>
        <Flex vertical gap={10}>
          {others.map((candidate) => (
            <Checkbox key={candidate.parcelId} value={candidate.parcelId}>
              <strong>{candidate.number}</strong> {candidate.linesText}
            </Checkbox>
          ))}
        </Flex>
      </Checkbox.Group>
      <Alert type={parcelIds.length > 1 ? 'info' : 'warning'} title={t('orders.review.mergeResult', { n: parcelIds.length })} />
      <DialogFoot
        okText={t('orders.review.merge')}
        isReady={parcelIds.length > 1}
        isBusy={merge.isPending}
        onOk={() => merge.mutate({ parcelIds })}
        onCancel={close}
      />
    </Flex>
  )
}
