import type { DepartmentView } from '#contract/team-structure.ts'

export type DepartmentNode = DepartmentView & {
  children: DepartmentNode[]
  /** With everybody in the departments below. */
  totalCount: number
}

/** The flat list as the tree it is. A department whose parent is not in the list stands at the top. */
export function treeOf(rows: readonly DepartmentView[]): DepartmentNode[] {
  const nodes = new Map(rows.map((row): [string, DepartmentNode] => [row.departmentId, { ...row, children: [], totalCount: 0 }]))
  const roots: DepartmentNode[] = []
  for (const node of nodes.values()) {
    const parent = node.parentId === null ? undefined : nodes.get(node.parentId)
    ;(parent?.children ?? roots).push(node)
  }
  const count = (node: DepartmentNode): number => {
    node.totalCount = node.children.reduce((sum, child) => sum + count(child), node.memberCount)
    return node.totalCount
  }
  for (const root of roots) count(root)
  return roots
}

/** From the top down to the department itself. Empty for one that is not in the list. */
export function pathOf(rows: readonly DepartmentView[], departmentId: string | null): DepartmentView[] {
  const path: DepartmentView[] = []
  let at = rows.find((row) => row.departmentId === departmentId)
  while (at && !path.includes(at)) {
    path.unshift(at)
    const { parentId } = at
    at = rows.find((row) => row.departmentId === parentId)
  }
  return path
}

/** Is the one inside the other, or the same? */
export const isInside = (rows: readonly DepartmentView[], departmentId: string, topId: string): boolean =>
  pathOf(rows, departmentId).some((row) => row.departmentId === topId)
