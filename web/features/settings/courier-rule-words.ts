import { useTranslation } from 'react-i18next'
import type { CourierRuleRow } from '#contract/fulfilment.ts'
import { formatMoney } from '#web/shared/money.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useOperation } from '#web/shared/use-operation.ts'
import { useWarehouses } from '#web/shared/warehouse-select.tsx'

/** A rule as a person would say it. */
export function useRuleWords() {
  const { t } = useTranslation()
  const { nameOf: shopName } = useShops()
  const { rows: warehouses } = useWarehouses()
  const accounts = useOperation('fulfilment.listCarrierAccounts', {}).data?.rows ?? []
  const kilos = (grams: number) => `${grams / 1000} kg`
  const between = (from: string | null, below: string | null): string => {
    if (from !== null && below !== null) return t('settings.rules.between', { from, below })
    return from !== null ? t('settings.rules.from', { from }) : t('settings.rules.below', { below: below ?? '' })
  }
  const span = (label: string, from: number | null, below: number | null, text: (value: number) => string): string[] =>
    from === null && below === null
      ? []
      : [`${label} ${between(from === null ? null : text(from), below === null ? null : text(below))}`]
  return {
    conditions({ shopIds, provinces, warehouseIds, minGrams, maxGrams, minFen, maxFen }: CourierRuleRow): string {
      const warehouseName = (id: string) => warehouses.find(({ warehouseId }) => warehouseId === id)?.name ?? id.slice(0, 8)
      const parts = [
        ...(shopIds.length > 0 ? [shopIds.map(shopName).join('、')] : []),
        ...(warehouseIds.length > 0 ? [warehouseIds.map(warehouseName).join('、')] : []),
        ...(provinces.length > 0 ? [t('settings.rules.to', { provinces: provinces.join('、') })] : []),
        ...span(t('settings.rules.weight'), minGrams, maxGrams, kilos),
        ...span(t('settings.rules.paid'), minFen, maxFen, formatMoney),
      ]
      return parts.length > 0 ? parts.join(' · ') : t('settings.rules.always')
    },
    accounts: (ids: readonly string[]): string[] =>
      ids.map((id) => {
        const account = accounts.find(({ carrierAccountId }) => carrierAccountId === id)
        return account ? `${account.carrierName}（${account.sender.name}）` : t('settings.rules.endedAccount')
      }),
  }
}
