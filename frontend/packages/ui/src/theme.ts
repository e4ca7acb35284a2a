import type { ThemeConfig } from 'antd';

export const ACCENT = '#1a6e5a';

/** `?motion=off` (kept for the tab) or the system's wish for less motion. */
export function motionAllowed(): boolean {
  if (new URLSearchParams(location.search).get('motion') === 'off') {
    sessionStorage.setItem('credit.motion', 'off');
  }
  if (sessionStorage.getItem('credit.motion') === 'off') return false;
  return !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

export function consoleTheme(motion: boolean): ThemeConfig {
  return {
    token: {
      colorPrimary: ACCENT,
      colorPrimaryBg: '#e4f1ec',
      colorPrimaryBgHover: '#d3e8e0',
      colorInfo: '#2a62a8',
      colorLink: '#17634f',
      colorText: '#1f2933',
      colorTextSecondary: '#4b5660',
      colorTextTertiary: '#5f6b76',
      colorTextDescription: '#5f6b76',
      colorTextPlaceholder: '#76818b',
      colorBorder: '#cfd6dc',
      colorBorderSecondary: '#e6eaed',
      colorBgLayout: '#f3f5f6',
      colorError: '#b42828',
      colorSuccess: '#2f855a',
      colorSuccessBg: '#e8f4ed',
      colorSuccessBorder: '#b9dcc8',
      borderRadius: 4,
      fontSize: 13,
      fontFamily:
        '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, "Segoe UI", sans-serif',
      wireframe: false,
      motion,
    },
    components: {
      Table: {
        headerBg: '#f0f3f4',
        headerColor: '#3a4650',
        headerSplitColor: 'transparent',
        rowHoverBg: '#eef6f3',
        cellPaddingBlockSM: 5,
        cellPaddingInlineSM: 8,
        cellPaddingBlockMD: 9,
        cellPaddingInlineMD: 10,
      },
      Form: { itemMarginBottom: 14, verticalLabelPadding: '0 0 3px' },
      Descriptions: { itemPaddingBottom: 8 },
      Tabs: { horizontalMargin: '0 0 12px 0', horizontalItemPaddingSM: '8px 0' },
      Menu: {
        itemHeight: 32,
        itemMarginBlock: 1,
        iconMarginInlineEnd: 8,
        itemSelectedBg: '#e4f1ec',
        itemSelectedColor: ACCENT,
        subMenuItemBg: 'transparent',
      },
      Drawer: { paddingLG: 20 },
    },
  };
}
