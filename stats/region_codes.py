"""The regions the system itself speaks of, by the codes of fixtures/regions.json; pure."""

COUNTY, COUNTY_CORE, QIANWAN = "330282", "330282-BJ", "330282-QW"
CITY, PROVINCE, NATION = "330200", "330000", "100000"
DOMESTIC = "100000-GN"  # 全国（国内）: what patents of the nation are compared with
COUNTY_REGIONS = (COUNTY, COUNTY_CORE, QIANWAN)
