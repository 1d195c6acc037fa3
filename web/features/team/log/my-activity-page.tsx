import { getRouteApi } from '@tanstack/react-router'
import { LogList } from './log-list.tsx'

const route = getRouteApi('/shell/my-activity')

/** What one did oneself: open to everybody. */
export function MyActivityPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return <LogList isOwn search={search} onSearch={(next) => void navigate({ search: next })} />
}
