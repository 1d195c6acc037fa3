import { useMemo } from 'react'
import type { DepartmentView } from '#contract/team-structure.ts'
import { useMayCall } from '#web/app/session.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { type DepartmentNode, pathOf, treeOf } from './tree.ts'

const none: DepartmentView[] = []

/** The departments of the merchant, as list and as tree, and their names by id. */
export function useDepartments() {
  const mayCall = useMayCall()
  const query = useOperation('team.listDepartments', {}, { enabled: mayCall('team.listDepartments'), staleMs: 30_000 })
  const rows = query.data?.rows ?? none
  const tree = useMemo(() => treeOf(rows), [rows])
  return {
    rows,
    tree,
    unassignedCount: query.data?.unassignedCount ?? null,
    isLoading: query.isLoading,
    byId: (departmentId: string | null | undefined) => rows.find((row) => row.departmentId === departmentId),
    /** 客服部 / 夜班 */
    nameOf: (departmentId: string | null) =>
      pathOf(rows, departmentId)
        .map((row) => row.name)
        .join(' / '),
  }
}

type Choice = { value: string; title: string; disabled: boolean; children: Choice[] }
/** The tree as choices of a select; `isOpen` says which may be chosen. */
export function choicesOf(tree: readonly DepartmentNode[], isOpen: (node: DepartmentNode) => boolean = () => true): Choice[] {
  return tree.map((node) => ({
    value: node.departmentId,
    title: node.name,
    disabled: !isOpen(node),
    children: choicesOf(node.children, isOpen),
  }))
}
