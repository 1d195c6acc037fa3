import { fulfilment } from '#contract/fulfilment.ts'
import { query } from '#kernel/operation.ts'
import { courierRules } from '../courier-rule-views.ts'

export const readCourierRuleSet = query({
  name: 'fulfilment.readCourierRuleSet',
  ...fulfilment.readCourierRuleSet,
  summary: 'The rules that say which courier takes which parcel, in the order in which they are tried.',
  access: { permission: 'fulfilment.view', scope: 'shared' },
  errors: [],
  async run(reader) {
    const { version, rules } = await courierRules(reader)
    return { version, rules: rules.map((rule) => ({ ...rule, ...lists(rule) })) }
  },
})

const lists = (rule: {
  shopIds: readonly string[]
  provinces: readonly string[]
  warehouseIds: readonly string[]
  carrierAccountIds: readonly string[]
}) => ({
  shopIds: [...rule.shopIds],
  provinces: [...rule.provinces],
  warehouseIds: [...rule.warehouseIds],
  carrierAccountIds: [...rule.carrierAccountIds],
})
