import { getRouteApi } from '@tanstack/react-router'
import { LogList } from './log-list.tsx'

const route = getRouteApi('/shell/log')

/** Who did what: of everybody the reader’s grants reach. */
export function LogPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return <LogList isOwn={false} search={search} onSearch={(next) => void navigate({ search: next })} />
}
