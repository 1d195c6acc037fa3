import { Alert, Flex, Select, Skeleton, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ADD_ON_FIELDS, LABEL_SIZES } from '#contract/closed-lists.ts'
import type { AddOnElement } from '#contract/print-templates.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { usePaperName } from '#web/shared/use-paper-name.ts'
import { AddField } from './add-field.tsx'
import { ArrangeBar } from './arrange-bar.tsx'
import type { ElementChange } from './element-boxes.tsx'
import { changedElement, useHistory } from './element-history.ts'
import { ElementPanel } from './element-panel.tsx'
import { LabelCanvas } from './label-canvas.tsx'
import { LabelPreview, type LabelSize } from './label-preview.tsx'

type Template = OutputOf<'fulfilment.readPrintTemplate'>

/** The shop's own area of the label: which fields stand where, with the latest parcel as it will print. */
export function LabelDesigner() {
  const { t } = useTranslation()
  const paperName = usePaperName()
  const [size, setSize] = useState<LabelSize>('76x130')
  const reading = useOperation('fulfilment.readPrintTemplate', { size })
  // That of the size before is shown by no means: it would be arranged, and saved, as this one's.
  const template = reading.isPlaceholderData ? undefined : reading.data
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{t('settings.templateHint')}</Typography.Text>
      <Select
        value={size}
        onChange={setSize}
        aria-label={t('settings.labelSize')}
        options={LABEL_SIZES.map((value) => ({ value, label: paperName(value) }))}
        style={{ alignSelf: 'start', width: 160 }}
      />
      {template ? <Arranging key={`${size} ${template.version}`} size={size} template={template} /> : <Skeleton active />}
    </Flex>
  )
}

function Arranging({ size, template }: { size: LabelSize; template: Template }) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const history = useHistory(template.elements)
  const [chosenId, setChosenId] = useState<string | null>(null)
  const save = useCommand('fulfilment.savePrintTemplate')
  const { now: elements, change } = history
  const changeOne = (elementId: string, fields: ElementChange) => change(changedElement(elements, elementId, fields))
  if (isNarrow)
    return (
      <>
        <Alert type="info" title={t('settings.designOnComputer')} />
        <div className="label-canvas" style={{ aspectRatio: `${template.areaWidthMm} / ${template.areaHeightMm}` }}>
          <LabelPreview size={size} elements={elements} />
        </div>
      </>
    )
  const remove = (elementId: string) => {
    if (elements.length > 1) change(elements.filter((element) => element.elementId !== elementId))
  }
  const chosen = elements.find(({ elementId }) => elementId === chosenId)
  return (
    <>
      <ArrangeBar
        history={history}
        onStandard={() => change(template.standard)}
        onSave={() => save.mutate({ size, version: template.version, elements })}
        isSaving={save.isPending}
      >
        <AddField
          fields={ADD_ON_FIELDS}
          label={t('settings.addField')}
          onAdd={(field) => change([...elements, newElement(field, template)])}
        />
      </ArrangeBar>
      <Flex gap={24} wrap align="start">
        <LabelCanvas
          size={size}
          elements={elements}
          chosenId={chosenId}
          onChoose={setChosenId}
          onChange={changeOne}
          onRemove={remove}
          widthMm={template.areaWidthMm}
          heightMm={template.areaHeightMm}
        />
        {chosen ? (
          <ElementPanel
            element={chosen}
            onChange={(fields) => changeOne(chosen.elementId, fields)}
            onRemove={() => remove(chosen.elementId)}
          />
        ) : (
          <Typography.Text type="secondary">{t('settings.chooseField')}</Typography.Text>
        )}
      </Flex>
    </>
  )
}

function newElement(field: AddOnElement['field'], { areaWidthMm, areaHeightMm }: Template): AddOnElement {
  const isTall = ['items', 'notes', 'contents', 'barcode', 'qr'].includes(field)
  return {
    elementId: `${field}-${Date.now().toString(36)}`,
    field,
    text: '',
    x: 0,
    y: 0,
    width: field === 'qr' ? 15 : Math.min(areaWidthMm, isTall || field === 'line' ? areaWidthMm : 35),
    height: field === 'line' ? 2 : Math.min(areaHeightMm, isTall ? 15 : 5),
    sizePt: 9,
    isBold: false,
    align: 'left',
  }
}
