import { Alert, Flex, Select, Skeleton, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DOCUMENT_COLUMNS, DOCUMENT_FIELDS, type DOCUMENTS, PAPERS } from '#contract/closed-lists.ts'
import type { DocumentField, DocumentLayout } from '#contract/documents.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { type Paper, usePaperName } from '#web/shared/use-paper-name.ts'
import { AddField } from './add-field.tsx'
import { ArrangeBar } from './arrange-bar.tsx'
import { AddColumn, ColumnPanel } from './column-panel.tsx'
import { type Chosen, DocumentCanvas } from './document-canvas.tsx'
import { changedElement, useHistory } from './element-history.ts'
import { ElementPanel } from './element-panel.tsx'
import { PagePanel } from './page-panel.tsx'

type DocumentKind = (typeof DOCUMENTS)[number]
type Template = OutputOf<'fulfilment.readDocumentTemplate'>

/** How a delivery note or a pick list looks on a paper: fields above and below, columns between, as it prints. */
export function DocumentDesigner({ document }: { document: DocumentKind }) {
  const { t } = useTranslation()
  const paperName = usePaperName()
  const [paper, setPaper] = useState<Paper>('A4')
  const reading = useOperation('fulfilment.readDocumentTemplate', { document, paper })
  // That of the paper before is shown by no means: it would be arranged, and saved, as this one's.
  const template = reading.isPlaceholderData ? undefined : reading.data
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{t('settings.documentHint')}</Typography.Text>
      <Select
        value={paper}
        onChange={setPaper}
        aria-label={t('settings.labelSize')}
        options={PAPERS.map((value) => ({ value, label: paperName(value) }))}
        style={{ alignSelf: 'start', width: 160 }}
      />
      {template ? (
        <Arranging key={`${paper} ${template.version}`} document={document} paper={paper} template={template} />
      ) : (
        <Skeleton active />
      )}
    </Flex>
  )
}

type ArrangingProps = { document: DocumentKind; paper: Paper; template: Template }
function Arranging({ document, paper, template }: ArrangingProps) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const history = useHistory(template.layout)
  const [chosen, setChosen] = useState<Chosen>(null)
  const save = useCommand('fulfilment.saveDocumentTemplate')
  const { now: layout } = history
  const change = (fields: Partial<DocumentLayout>) => history.change({ ...layout, ...fields })
  const canvas = (
    <DocumentCanvas
      document={document}
      paper={paper}
      layout={layout}
      chosen={chosen}
      onChoose={setChosen}
      onChange={change}
      isFixed={isNarrow}
    />
  )
  if (isNarrow)
    return (
      <>
        <Alert type="info" title={t('settings.designOnComputer')} />
        {canvas}
      </>
    )
  const add = (band: 'head' | 'foot') => (field: DocumentField) => {
    const y = band === 'head' ? layout.headHeight : layout.footHeight
    const element = { ...newElement(field), y }
    change({ [band]: [...layout[band], element], [`${band}Height`]: Math.min(200, y + element.height + 0.5) })
    setChosen({ band, elementId: element.elementId })
  }
  return (
    <>
      <ArrangeBar
        history={history}
        onStandard={() => history.change(template.standard)}
        onSave={() => save.mutate({ document, paper, version: template.version, layout })}
        isSaving={save.isPending}
      >
        <AddField fields={DOCUMENT_FIELDS[document]} label={t('settings.addToHead')} onAdd={add('head')} />
        <AddField fields={DOCUMENT_FIELDS[document]} label={t('settings.addToFoot')} onAdd={add('foot')} />
        <AddColumn layout={layout} columns={DOCUMENT_COLUMNS[document]} onChange={change} />
      </ArrangeBar>
      <Flex gap={24} wrap align="start">
        {canvas}
        <Flex vertical gap={20} className="document-panels">
          <ChosenPanel layout={layout} chosen={chosen} onChoose={setChosen} onChange={change} />
          <PagePanel layout={layout} onChange={change} />
        </Flex>
      </Flex>
    </>
  )
}

type ChosenProps = {
  layout: DocumentLayout
  chosen: Chosen
  onChoose: (chosen: Chosen) => void
  onChange: (fields: Partial<DocumentLayout>) => void
}
function ChosenPanel({ layout, chosen, onChoose, onChange }: ChosenProps) {
  const { t } = useTranslation()
  if (chosen && 'column' in chosen && layout.columns[chosen.column])
    return <ColumnPanel layout={layout} place={chosen.column} onChoose={onChoose} onChange={onChange} />
  const band = chosen && 'band' in chosen ? chosen.band : 'head'
  const element = chosen && 'band' in chosen && layout[band].find(({ elementId }) => elementId === chosen.elementId)
  if (!element) return <Typography.Text type="secondary">{t('settings.chooseFieldOrColumn')}</Typography.Text>
  const { elementId } = element
  return (
    <ElementPanel
      element={element}
      onChange={(fields) => onChange({ [band]: changedElement(layout[band], elementId, fields) })}
      onRemove={() => onChange({ [band]: layout[band].filter((each) => each.elementId !== elementId) })}
    />
  )
}

function newElement(field: DocumentField): DocumentLayout['head'][number] {
  const isCode = field === 'barcode' || field === 'qr'
  const isLong = ['notes', 'buyerNotes', 'sellerNotes', 'orderNumbers', 'receiverAddress', 'line'].includes(field)
  return {
    elementId: `${field}-${Date.now().toString(36)}`,
    field,
    text: '',
    ...{ x: 0, y: 0 },
    width: field === 'qr' ? 15 : isLong || isCode ? 60 : 35,
    height: field === 'line' ? 2 : field === 'qr' ? 15 : isCode || isLong ? 8 : 5,
    ...{ sizePt: 9, isBold: false, align: 'left' },
  }
}
