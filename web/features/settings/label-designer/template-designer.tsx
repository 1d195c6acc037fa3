import { Flex, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DocumentDesigner } from './document-designer.tsx'
import { LabelDesigner } from './label-designer.tsx'

const KINDS = ['label', 'deliveryNote', 'pickList'] as const

/** Everything that is printed and can be arranged: the shop's area of labels, delivery notes, pick lists. */
export function TemplateDesigner() {
  const { t } = useTranslation()
  const [kind, setKind] = useState<(typeof KINDS)[number]>('label')
  return (
    <Flex vertical gap={12}>
      <Segmented
        value={kind}
        onChange={setKind}
        options={KINDS.map((value) => ({ value, label: t(`settings.templateKinds.${value}`) }))}
        style={{ alignSelf: 'start' }}
      />
      {kind === 'label' ? <LabelDesigner /> : <DocumentDesigner key={kind} document={kind} />}
    </Flex>
  )
}
