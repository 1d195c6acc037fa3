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
  if (!isSingle) return <MergeForm candidates={targets} fixed={[]} onDone={onDone} close={close} />
  if (page.data?.parcelId !== only.parcelId) return <Skeleton active />
  const { mergeable } = page.data
  if (mergeable.length === 0)
    return (
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('orders.review.mergeNone')}>
        {t('orders.review.mergeNoneHint')}
      </Empty>
    )
  return <MergeForm candidates={[only, ...mergeable]} fixed={[only.parcelId]} onDone={onDone} close={close} />
}

type MergeFormProps = {
  candidates: readonly Candidate[]
  /** The parcel the others go into: not to be unticked. */
  fixed: readonly string[]
  onDone: ActContext['onDone'] | undefined
  close: () => void
}

function MergeForm({ candidates, fixed, onDone, close }: MergeFormProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [chosen, setChosen] = useState(() => candidates.map((candidate) => candidate.parcelId))
  const merge = useCommand('orders.mergeParcels', {
    onDone: (_, { parcelIds }) => {
      void message.success(t('orders.review.merged'))
      onDone?.(parcelIds)
      close()
    },
  })
  return (
    <Flex vertical gap={16}>
      <span className="faint">{t('orders.review.mergeHint')}</span>
      <Checkbox.Group value={chosen} onChange={setChosen}>
        <Flex vertical gap={10}>
          {candidates.map((candidate) => (
            <Checkbox key={candidate.parcelId} value={candidate.parcelId} disabled={fixed.includes(candidate.parcelId)}>
              <strong>{candidate.number}</strong> <span>{candidate.linesText}</span>
            </Checkbox>
          ))}
        </Flex>
      </Checkbox.Group>
      <Alert type={chosen.length > 1 ? 'info' : 'warning'} title={t('orders.review.mergeResult', { n: chosen.length })} />
      <DialogFoot
        okText={t('orders.review.merge')}
        isReady={chosen.length > 1}
        isBusy={merge.isPending}
        onOk={() => merge.mutate({ parcelIds: chosen })}
        onCancel={close}
      />
    </Flex>
  )
}
