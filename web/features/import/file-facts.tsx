import { Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { FilePreview } from './preview.ts'

const DELIMITERS: Record<string, 'comma' | 'tab' | 'semicolon' | 'pipe'> = {
  ',': 'comma',
  '\t': 'tab',
  ';': 'semicolon',
  '|': 'pipe',
}

/** What was found out about the file without asking. */
export function FileFacts({ preview }: { preview: FilePreview }) {
  const { t } = useTranslation()
  const { delimiter, compression } = preview
  const delimiterName = delimiter ? DELIMITERS[delimiter] : undefined
  return (
    <Flex gap={6} wrap align="center">
      <strong>{preview.name}</strong>
      <Tag>{preview.format.toUpperCase()}</Tag>
      {compression && compression !== 'none' && <Tag>{compression}</Tag>}
      {preview.encoding && <Tag>{preview.encoding.toUpperCase()}</Tag>}
      {delimiterName && <Tag>{`${t('import.delimiter')} ${t(`import.delimiters.${delimiterName}`)}`}</Tag>}
      <Tag>{t('import.columns', { n: preview.header.length })}</Tag>
      {preview.headerRow > 1 && <Tag>{t('import.headerRow', { n: preview.headerRow })}</Tag>}
    </Flex>
  )
}
