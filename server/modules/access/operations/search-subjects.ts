import { access } from '#contract/access.ts'
import { query } from '#kernel/operation.ts'
import { createJudge, decisionOn } from '../judge.ts'
import { nothingFound, searchPage, type Walk, walkNames } from '../search-pages.ts'

/** As many accounts are looked at for one page, however few of them are found. */
const LOOKED_AT = 2000
const READ_AT_ONCE = 200

export const searchSubjects = query({
  name: 'access.searchSubjects',
  ...access.searchSubjects,
  summary: 'AuthZEN: who may do this, on this row? A page at a time, of the accounts one may ask about.',
  access: { permission: 'access.ask', scope: 'staff' },
  errors: [],
  async run(reader, { page, ...question }, actor, world) {
    const { subject, action, resource } = question
    const judge = createJudge(reader, actor, world)
    const view = (id: string) => ({ type: subject.type, id })
    const at = judge.circumstances(question, subject)
    const matter = at && (await judge.matterOf(action.name, resource, at.now))
    if (!at || !matter || 'unknown' in matter) return searchPage(question, page, nothingFound, view)
    const mayThey = async (ids: readonly string[]) => {
      const standings = await judge.standings(ids)
      return ids.filter((id) => {
        const standing = standings.get(id)
        return standing !== undefined && decisionOn(standing, matter, at).decision
      })
    }
    if (subject.type === 'me') {
      const walk = walkNames(['me'], async () => (await mayThey([actor.accountId])).length > 0)
      return searchPage(question, page, walk, view)
    }
    const accounts = world.rowKinds.get('account')
    if (subject.type !== 'account' || !accounts) return searchPage(question, page, nothingFound, view)
    const walk: Walk = async (start, limit) => {
      const found: string[] = []
      let after = start || null
      for (let looked = 0; looked < LOOKED_AT; looked += READ_AT_ONCE) {
        const ids = await accounts.ids(reader, actor.scope, { after, limit: READ_AT_ONCE, now: at.now })
        for (const id of await mayThey(ids)) {
          if (found.length === limit) return { found, last: found.at(-1) ?? start ?? '' }
          found.push(id)
        }
        if (ids.length < READ_AT_ONCE) return { found, last: null }
        after = ids.at(-1) ?? null
      }
      return { found, last: after }
    }
    return searchPage(question, page, walk, view)
  },
})
