import { useEffect, useRef } from 'react';
import { BarChart, LineChart, PieChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

// SVG: sharp on paper and on any screen, and a person's zoom does not blur it
use([BarChart, LineChart, PieChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer]);

/** The only module that knows ECharts; loaded when the first chart appears. */
export default function Drawing({ option, height, onPick }: {
  option: EChartsCoreOption;
  height: number;
  /** The place of the row that was clicked, as it is drawn. */
  onPick?: ((index: number) => void) | undefined;
}) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const pick = useRef(onPick);
  pick.current = onPick;

  useEffect(() => {
    const drawing = init(box.current!, null, { renderer: 'svg' });
    chart.current = drawing;
    drawing.on('click', ({ dataIndex }) => pick.current?.(dataIndex));
    const observer = new ResizeObserver(() => drawing.resize());
    observer.observe(box.current!);
    const onPrint = () => drawing.resize();
    addEventListener('beforeprint', onPrint);
    addEventListener('afterprint', onPrint);
    return () => {
      removeEventListener('beforeprint', onPrint);
      removeEventListener('afterprint', onPrint);
      observer.disconnect();
      drawing.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);

  return <div ref={box} className={onPick ? 'chart-drawing chart-open' : 'chart-drawing'} style={{ height }} />;
}
