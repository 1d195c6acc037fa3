import type { ReactNode } from 'react'
import type { InputOf } from '#web/shared/api.ts'
import { useCommand } from '#web/shared/use-operation.ts'

/** Acts that change what people may do: what each of them gains and loses is shown first. */
export type RightsAct =
  | 'team.setGrants'
  | 'team.setDepartmentGrants'
  | 'team.setSupervisors'
  | 'team.moveStaff'
  | 'team.moveDepartment'
  | 'team.editRole'

export function usePreviewedAct<N extends RightsAct>(
  name: N,
  onDone: () => void,
): { ask: (input: InputOf<N>) => void; isPending: boolean; dialog: ReactNode } {
  const act = useCommand(name, { onDone })
  return { ask: (input) => act.mutate(input), isPending: act.isPending, dialog: null }
}
