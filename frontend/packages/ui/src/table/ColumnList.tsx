import { useState, type DragEvent } from 'react';
import { Button, Checkbox, InputNumber, Segmented } from 'antd';
import { ArrowDownOutlined, ArrowUpOutlined, HolderOutlined } from '@ant-design/icons';
import { useKitText } from '../locale';
import type { ColumnSettingsProps } from './ColumnSettings';
import { DENSITIES, changed, moved, type Density } from './layout';
import { MAX_WIDTH, MIN_WIDTH } from './resize';

export function ColumnList({ titles, columns, density, onColumns, onDensity, onReset }: ColumnSettingsProps) {
  const text = useKitText();
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const isOnlyOne = columns.filter(({ hidden }) => !hidden).length === 1;
  const words: Record<Density, string> = { COMPACT: text.densityCompact, NORMAL: text.densityNormal, LOOSE: text.densityLoose };

  function drop(event: DragEvent, index: number) {
    event.preventDefault();
    if (dragged !== null && dragged !== index) onColumns(moved(columns, dragged, index));
    setDragged(null);
    setOver(null);
  }

  return (
    <div className="kit-columns" role="dialog" aria-label={text.columns}>
      <div className="kit-columns-head">
        <span>{text.density}</span>
        <Segmented
          size="small"
          aria-label={text.density}
          value={density}
          options={DENSITIES.map((value) => ({ value, label: words[value] }))}
          onChange={onDensity}
        />
        <Button type="link" size="small" onClick={onReset}>
          {text.resetColumns}
        </Button>
      </div>
      <ul>
        {columns.map(({ key, width, hidden }, index) => {
          const title = titles.get(key) ?? key;
          return (
            <li
              key={key}
              className={over === index && dragged !== null ? 'kit-columns-over' : ''}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move';
                setDragged(index);
              }}
              onDragOver={(event) => {
                event.preventDefault();
                setOver(index);
              }}
              onDragEnd={() => setDragged(null)}
              onDrop={(event) => drop(event, index)}
            >
              <HolderOutlined className="kit-columns-grip" aria-hidden="true" />
              <Checkbox
                checked={!hidden}
                disabled={!hidden && isOnlyOne}
                onChange={() => onColumns(changed(columns, key, { hidden: !hidden }))}
              >
                {title}
              </Checkbox>
              <InputNumber
                size="small"
                controls={false}
                min={MIN_WIDTH}
                max={MAX_WIDTH}
                precision={0}
                value={width}
                placeholder={text.widthAuto}
                aria-label={text.widthOf(title)}
                changeOnBlur
                onChange={(value) => onColumns(changed(columns, key, { width: value }))}
              />
              <Button
                type="text"
                size="small"
                aria-label={text.moveUp(title)}
                disabled={index === 0}
                icon={<ArrowUpOutlined />}
                onClick={() => onColumns(moved(columns, index, index - 1))}
              />
              <Button
                type="text"
                size="small"
                aria-label={text.moveDown(title)}
                disabled={index === columns.length - 1}
                icon={<ArrowDownOutlined />}
                onClick={() => onColumns(moved(columns, index, index + 1))}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
