import parser from "@typescript-eslint/parser";
import a11y from "eslint-plugin-jsx-a11y";

export default [
  {
    files: ["**/*.tsx"],
    languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
    plugins: { "jsx-a11y": a11y },
    rules: a11y.flatConfigs.recommended.rules,
  },
];
