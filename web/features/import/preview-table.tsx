import { Table, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '#web/i18n/i18n.ts'
import { type FilePreview, problemsOf } from './preview.ts'

type PreviewRow = { number: number; cells: string[]; problem: string }

/** The first rows as they stand in the file; a row that would be refused says why. */
export function PreviewTable({ preview }: { preview: FilePreview }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const problems = problemsOf(preview)
  const byRow = new Map(problems.map((problem) => [problem.row, problem.message[language]]))
  const rows: PreviewRow[] = preview.rows.map(({ number, cells }) => ({ number, cells, problem: byRow.get(number) ?? '' }))
  const isRead = preview.mapping !== null && preview.problem === null
  return (
    <div className="import-preview">
      {isRead && (
        <p className={problems.length > 0 ? 'warn' : 'faint'}>
          {t('import.findings', {
            rows: rows.length,
            orders: preview.entries.filter((entry) => entry.kind !== 'refused').length,
            problems: problems.length,
          })}
        </p>
      )}
      <div className="data-table">
        <Table<PreviewRow>
          size="small"
          rowKey="number"
          dataSource={rows}
          pagination={false}
          scroll={{ x: 70 + preview.header.length * 130 + (problems.length > 0 ? 260 : 0), y: 360 }}
          rowClassName={(row) => (row.problem ? 'import-refused' : '')}
          columns={[
            { title: t('import.row'), dataIndex: 'number', width: 60, fixed: 'start' },
            ...(problems.length > 0 ? [{ title: t('import.problem'), dataIndex: 'problem', width: 260 }] : []),
            ...preview.header.map((name, index) => ({
              key: `${index} ${name}`,
              title: name,
              width: 130,
              ellipsis: true,
              render: (_: unknown, row: PreviewRow) => (
                <Tooltip title={row.cells[index]} mouseEnterDelay={0.4}>
                  <span>{row.cells[index]}</span>
                </Tooltip>
              ),
            })),
          ]}
        />
      </div>
    </div>
  )
}
