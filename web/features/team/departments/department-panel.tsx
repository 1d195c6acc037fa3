import { ApartmentOutlined, PlusOutlined, TeamOutlined, UserOutlined } from '@ant-design/icons'
import { Button, Flex, Tree, type TreeDataNode } from 'antd'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMayCall } from '#web/app/session.ts'
import { NO_DEPARTMENT } from '../people/people-search.ts'
import './departments.css'
import { type DepartmentNode, isInside } from './tree.ts'
import { useDepartments } from './use-departments.ts'

const CreateDepartment = lazy(async () => ({ default: (await import('./department-forms.tsx')).CreateDepartment }))
const MoveDepartment = lazy(async () => ({ default: (await import('./move-department.tsx')).MoveDepartment }))
type PanelProps = { chosen: string | undefined; onChoose: (department: string | undefined) => void }

/** The tree of departments with how many people are in each; a department can be dragged to another place. */
export function DepartmentPanel({ chosen, onChoose }: PanelProps) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const departments = useDepartments()
  const [isCreating, setCreating] = useState(false)
  const mayCreate = mayCall('team.createDepartment') && departments.unassignedCount !== null
  const total = departments.rows.reduce((sum, { memberCount }) => sum + memberCount, departments.unassignedCount ?? 0)
  return (
    <aside className="departments">
      <Flex justify="space-between" align="center" className="departments-head">
        <strong>{t('departments.title')}</strong>
        {mayCreate && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined />}
            onClick={() => setCreating(true)}
            aria-label={t('departments.create')}
            title={t('departments.create')}
          />
        )}
      </Flex>
      <PlainEntry
        icon={<TeamOutlined />}
        name={t('departments.all')}
        n={total}
        isChosen={!chosen}
        onChoose={() => onChoose(undefined)}
      />
      {departments.rows.length === 0 && !departments.isLoading ? (
        <p className="departments-hint">{t('departments.emptyHint')}</p>
      ) : (
        <DepartmentTree tree={departments.tree} chosen={chosen} onChoose={onChoose} />
      )}
      {departments.rows.length > 0 && (departments.unassignedCount ?? 0) > 0 && (
        <PlainEntry
          icon={<UserOutlined />}
          name={t('departments.none')}
          n={departments.unassignedCount ?? 0}
          isChosen={chosen === NO_DEPARTMENT}
          onChoose={() => onChoose(NO_DEPARTMENT)}
        />
      )}
      <Suspense fallback={null}>{isCreating && <CreateDepartment parent={null} onClose={() => setCreating(false)} />}</Suspense>
    </aside>
  )
}

type PlainEntryProps = { icon: ReactNode; name: string; n: number; isChosen: boolean; onChoose: () => void }
function PlainEntry({ icon, name, n, isChosen, onChoose }: PlainEntryProps) {
  return (
    <button type="button" className="departments-entry" aria-current={isChosen} onClick={onChoose}>
      {icon}
      <span className="departments-name">{name}</span>
      <span className="faint">{n}</span>
    </button>
  )
}

type Node = TreeDataNode & { key: string; department: DepartmentNode; children: Node[] }
const nodesOf = (tree: readonly DepartmentNode[]): Node[] =>
  tree.map((department) => ({
    key: department.departmentId,
    title: department.name,
    icon: <ApartmentOutlined />,
    department,
    children: nodesOf(department.children),
  }))

function DepartmentTree({ tree, ...props }: PanelProps & { tree: readonly DepartmentNode[] }) {
  const mayCall = useMayCall()
  const { rows } = useDepartments()
  const [moving, setMoving] = useState<{ departmentId: string; parentId: string | null } | null>(null)
  // What was folded is kept, not what is open: a department that is new is in sight at once.
  const [folded, setFolded] = useState<string[]>([])
  const mayMove = mayCall('team.moveDepartment')
  if (tree.length === 0) return null
  return (
    <>
      <Tree<Node>
        blockNode
        showIcon
        expandedKeys={rows.map((row) => row.departmentId).filter((id) => !folded.includes(id))}
        onExpand={(_, { node, expanded }) => setFolded(expanded ? folded.filter((id) => id !== node.key) : [...folded, node.key])}
        selectedKeys={props.chosen ? [props.chosen] : []}
        onSelect={([key]) => props.onChoose(key === undefined ? undefined : String(key))}
        treeData={nodesOf(tree)}
        titleRender={({ department }) => <DepartmentLine department={department} />}
        draggable={mayMove ? { icon: false, nodeDraggable: (node) => (node as Node).department.isManaged } : false}
        allowDrop={({ dragNode, dropNode }) => !isInside(rows, dropNode.key, dragNode.key)}
        onDrop={({ dragNode, node, dropToGap }) =>
          setMoving({ departmentId: dragNode.key, parentId: dropToGap ? node.department.parentId : node.key })
        }
      />
      <Suspense fallback={null}>
        {moving && <MoveDepartment key={moving.departmentId} {...moving} onClose={() => setMoving(null)} />}
      </Suspense>
    </>
  )
}

function DepartmentLine({ department }: { department: DepartmentNode }) {
  const { t } = useTranslation()
  const { memberCount, totalCount, supervisors } = department
  const names = supervisors.map(({ name }) => name).join(t('grants.say.and'))
  return (
    <span className="departments-line" title={t('departments.ownAndBelow', { own: memberCount, total: totalCount })}>
      <span className="departments-name">
        {department.name}
        {names && <small className="faint">{names}</small>}
      </span>
      <span className="faint">{totalCount}</span>
    </span>
  )
}
