<?php
// Tells of views what the extension PageViewInfo tells, as ApiQueryPageViews there has it: a page's
// title gives a mapping of the last days, oldest first, null where nobody counted yet. Which views,
// says Farm.override(pageviews={"TITLE": {"2025-01-10": 12}}). Only as many days as were asked for.
class FarmPageViews extends ApiQueryBase {
	public function __construct( ApiQuery $query, $name ) {
		parent::__construct( $query, $name, 'pvip' );
	}

	public function execute() {
		global $farmOverride;
		$days = $this->extractRequestParams()['days'];
		foreach ( $this->getPageSet()->getGoodTitles() as $id => $title ) {
			$views = $farmOverride['pageviews'][$title->getPrefixedText()] ?? [];
			$told = array_slice( $views, -$days, null, true );
			ApiResult::setArrayType( $told, 'kvp', 'date' );
			$this->getResult()->addValue( [ 'query', 'pages', $id ], 'pageviews', $told );
		}
	}

	public function getAllowedParams() {
		return [
			'days' => [
				ApiBase::PARAM_TYPE => 'integer', ApiBase::PARAM_DFLT => 60,
				ApiBase::PARAM_MIN => 1, ApiBase::PARAM_MAX => 60,
			],
		];
	}
}
