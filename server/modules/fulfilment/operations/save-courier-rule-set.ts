import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { carrierAccounts } from '../carrier-account-views.ts'
import { raiseRulesVersion, replaceRules } from '../courier-rule-store.ts'
import { courierRules } from '../courier-rule-views.ts'

export const saveCourierRuleSet = command({
  name: 'fulfilment.saveCourierRuleSet',
  ...fulfilment.saveCourierRuleSet,
  summary: 'Saves the rules that say which courier takes which parcel; parcels with a number keep it.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  audit: ({ rules }) => ({ objects: [], details: { count: rules.length } }),
  errors: [errors.stale, errors.notFound],
  async run(tx, { version, rules }, actor, effects) {
    const known = new Set((await carrierAccounts(tx)).map(({ carrierAccountId }) => carrierAccountId))
    if (rules.some(({ carrierAccountIds }) => carrierAccountIds.some((id) => !known.has(id.toLowerCase()))))
      return fail(errors.notFound)
    const before = await courierRules(tx)
    if (!(await raiseRulesVersion(tx, version, actor.accountId, effects.now))) return fail(errors.stale, { changed: '' })
    await replaceRules(
      tx,
      rules.map((rule) => ({ ...rule, ruleId: newId() })),
    )
    effects.logChange({ rules: before.rules.map(({ name }) => name) }, { rules: rules.map(({ name }) => name) })
    return { version: version + 1 }
  },
})
