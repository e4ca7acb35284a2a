import { theme as antd, type ThemeConfig } from 'antd';

export const ACCENT = '#1a6e5a';

/** `?motion=off` (kept for the tab) or the system's wish for less motion. */
export function motionAllowed(): boolean {
  if (new URLSearchParams(location.search).get('motion') === 'off') {
    sessionStorage.setItem('credit.motion', 'off');
  }
  if (sessionStorage.getItem('credit.motion') === 'off') return false;
  return !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

const CHART_COLOURS = 7;

/** The colours of series in the scheme that is on screen, as shell/tokens.css has them. */
export function chartPalette(): string[] {
  const style = getComputedStyle(document.documentElement);
  return Array.from({ length: CHART_COLOURS }, (_, at) => style.getPropertyValue(`--kit-chart-${at + 1}`).trim());
}

/** antd's side of what shell/tokens.css says for the rest. */
const LIGHT: ThemeConfig['token'] = {
  colorPrimary: ACCENT,
  colorPrimaryBg: '#e4f1ec',
  colorPrimaryBgHover: '#d3e8e0',
  colorInfo: '#2a62a8',
  colorLink: '#17634f',
  colorText: '#1f2933',
  colorTextSecondary: '#4b5660',
  colorTextTertiary: '#5f6b76',
  colorTextDescription: '#5f6b76',
  colorTextPlaceholder: '#69747e',
  colorBorder: '#cfd6dc',
  colorBorderSecondary: '#e6eaed',
  colorBgLayout: '#f3f5f6',
  colorError: '#b42828',
  colorSuccess: '#2f855a',
  colorSuccessBg: '#e8f4ed',
  colorSuccessBorder: '#b9dcc8',
};

/** White words on a button want a darker green than green words on a dark page. */
const DARK: ThemeConfig['token'] = {
  colorPrimary: '#23806a',
  colorPrimaryHover: '#2a8f77',
  colorPrimaryActive: '#1c6a58',
  colorPrimaryBg: '#1d3830',
  colorPrimaryBgHover: '#244539',
  colorPrimaryText: '#6cc9ac',
  colorInfo: '#7fb0ee',
  colorLink: '#6cc9ac',
  colorLinkHover: '#8bd9c0',
  colorLinkActive: '#4db394',
  colorText: '#e3e9ea',
  colorTextSecondary: '#c6d0d3',
  colorTextTertiary: '#a0acb2',
  colorTextDescription: '#a0acb2',
  colorTextPlaceholder: '#98a4aa',
  colorBorder: '#435157',
  colorBorderSecondary: '#2e3a3f',
  colorBgLayout: '#11171a',
  colorBgContainer: '#182024',
  colorBgElevated: '#1d262a',
  colorError: '#f08a84',
  colorSuccess: '#74cb9c',
  colorWarning: '#e5b366',
};

export function consoleTheme(motion: boolean, dark = false): ThemeConfig {
  const accent = dark ? '#6cc9ac' : ACCENT;
  return {
    ...(dark ? { algorithm: antd.darkAlgorithm } : {}),
    token: {
      ...(dark ? DARK : LIGHT),
      borderRadius: 4,
      fontSize: 13,
      fontFamily:
        '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, "Segoe UI", sans-serif',
      wireframe: false,
      motion,
    },
    components: {
      Table: {
        headerBg: dark ? '#212c30' : '#f0f3f4',
        headerColor: dark ? '#c6d0d3' : '#3a4650',
        headerSplitColor: 'transparent',
        rowHoverBg: dark ? '#1e2f2a' : '#eef6f3',
        cellPaddingBlockSM: 5,
        cellPaddingInlineSM: 8,
        cellPaddingBlockMD: 9,
        cellPaddingInlineMD: 10,
      },
      Form: { itemMarginBottom: 14, verticalLabelPadding: '0 0 3px' },
      Descriptions: { itemPaddingBottom: 8 },
      Tabs: {
        horizontalMargin: '0 0 12px 0',
        horizontalItemPaddingSM: '8px 0',
        ...(dark ? { itemSelectedColor: accent, itemHoverColor: accent, inkBarColor: accent } : {}),
      },
      Menu: {
        itemHeight: 32,
        itemMarginBlock: 1,
        iconMarginInlineEnd: 8,
        itemSelectedBg: dark ? '#1d3830' : '#e4f1ec',
        itemSelectedColor: accent,
        subMenuItemSelectedColor: accent,
        subMenuItemBg: 'transparent',
      },
      // a primary button and a badge write white; dark red words on a dark page could not be read
      ...(dark ? { Button: { colorError: '#c8504a', colorErrorHover: '#d8645d', dangerColor: '#ffffff' }, Badge: { colorError: '#c8504a' } } : {}),
      Drawer: { paddingLG: 20 },
    },
  };
}
