// Style sheets are imported for their effect: esbuild gathers them into one file per widget.
declare module "*.css";
