import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { ParcelRow } from '#contract/orders.ts'
import type { Permission } from '#contract/permissions.ts'
import { useMay } from '#web/app/session.ts'
import { ConfirmWithReason } from '#web/shared/confirm-with-reason.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'

/** What an act is about. `bar` keeps every button in its place, greyed out when it does not apply; `page` shows only what applies. */
export type ActContext = { targets: readonly ParcelRow[]; layout: 'bar' | 'page'; onDone?: (parcelIds: string[]) => void }

type ActLook = {
  text: string
  /** The key that presses this button on the review page. */
  keyName?: string
  permission: Permission
  appliesTo: (parcel: ParcelRow) => boolean
  kind?: 'primary' | 'danger'
}
type ActButtonProps = ActLook & ActContext & { isBusy?: boolean; onPress: () => void }

/** A button that is there for those who may and pressable where it makes sense. */
export function ActButton({ targets, layout, text, keyName, permission, appliesTo, kind, isBusy, onPress }: ActButtonProps) {
  const may = useMay()
  const isMine = targets.length === 0 ? may(permission) : targets.some((parcel) => may(permission, parcel.shopId))
  const applies = targets.some(appliesTo)
  if (!isMine || (layout === 'page' && !applies)) return null
  return (
    <Button
      size={layout === 'bar' ? 'small' : 'medium'}
      type={kind === 'primary' ? 'primary' : 'default'}
      danger={kind === 'danger'}
      disabled={!applies}
      loading={isBusy ?? false}
      data-press={keyName}
      onClick={onPress}
    >
      {text}
      {layout === 'bar' && keyName && <kbd>{keyName.toUpperCase()}</kbd>}
    </Button>
  )
}

type PlainOperation =
  | 'orders.approveParcels'
  | 'orders.releaseParcels'
  | 'orders.recheckParcels'
  | 'orders.claimParcels'
  | 'orders.giveBackParcels'
type ReasonedOperation =
  | 'orders.approveForced'
  | 'orders.holdParcels'
  | 'orders.takeOverParcels'
  | 'orders.withdrawApproval'
  | 'fulfilment.voidWaybills'

export function namesOf(targets: readonly ParcelRow[]): (parcelId: string) => string {
  const names = new Map(targets.map((parcel) => [parcel.parcelId, parcel.number]))
  return (parcelId) => names.get(parcelId) ?? parcelId.slice(0, 8)
}

/** Press and done. */
export function PlainAct({ operation, ...act }: ActLook & ActContext & { operation: PlainOperation }) {
  const { targets, text, onDone } = act
  const command = useBulkCommand(operation, {
    title: text,
    nameOf: namesOf(targets),
    onDone: ({ done }) => onDone?.(done),
  })
  return (
    <ActButton
      {...act}
      isBusy={command.isPending}
      onPress={() => command.run({ parcelIds: targets.map((parcel) => parcel.parcelId) })}
    />
  )
}

type ReasonedActProps = ActLook &
  ActContext & { operation: ReasonedOperation; title: string; hint?: ReactNode; suggestions?: readonly string[] }

/** Press, say why, and done; the reason goes into the log. */
export function ReasonedAct({ operation, title, hint, suggestions, ...act }: ReasonedActProps) {
  const { targets, text, kind, onDone } = act
  const command = useBulkCommand(operation, {
    title: text,
    nameOf: namesOf(targets),
    onDone: ({ done }) => onDone?.(done),
  })
  return (
    <ConfirmWithReason
      title={title}
      hint={hint}
      okText={text}
      isDanger={kind === 'danger'}
      {...(suggestions && { suggestions })}
      onConfirm={(reason) => command.runAsync({ parcelIds: targets.map((parcel) => parcel.parcelId), reason })}
    >
      {(open) => <ActButton {...act} onPress={open} />}
    </ConfirmWithReason>
  )
}
