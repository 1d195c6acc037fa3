import { useMemo, useState } from 'react'

export type Selection = { keys: string[]; set: (keys: string[]) => void; clear: () => void }

/** The ids of the selected rows of one list. */
export function useSelection(): Selection {
  const [keys, set] = useState<string[]>([])
  return useMemo(() => ({ keys, set, clear: () => set([]) }), [keys])
}
