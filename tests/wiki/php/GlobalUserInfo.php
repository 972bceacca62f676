<?php
// Tells of a global account what CentralAuth tells; whose is locked says Farm.override(locked=[…]).
class FarmGlobalUserInfo extends ApiQueryBase {
	public function __construct( ApiQuery $query, $name ) {
		parent::__construct( $query, $name, 'gui' );
	}

	public function execute() {
		global $farmOverride;
		$words = $this->extractRequestParams();
		$user = isset( $words['id'] ) ? User::newFromId( $words['id'] ) : User::newFromName( $words['user'] );
		if ( !$user ) {
			$this->dieWithError( [ 'apierror-invaliduser', wfEscapeWikiText( $words['user'] ) ] );
		}
		$told = [ 'missing' => true ];
		if ( $user->isRegistered() ) {
			$told = [
				'home' => WikiMap::getCurrentWikiId(), 'id' => 1000000 + $user->getId(),
				'registration' => wfTimestamp( TS_ISO_8601, $user->getRegistration() ),
				'name' => $user->getName(),
			];
		}
		if ( in_array( $user->getName(), $farmOverride['locked'] ) ) {
			$told['locked'] = true;
		}
		$this->getResult()->addValue( 'query', $this->getModuleName(), $told );
	}

	public function getAllowedParams() {
		return [
			'user' => [ ApiBase::PARAM_TYPE => 'string' ],
			'id' => [ ApiBase::PARAM_TYPE => 'integer' ],
			'prop' => [
				ApiBase::PARAM_TYPE => [ 'groups', 'rights', 'merged', 'unattached', 'editcount' ],
				ApiBase::PARAM_ISMULTI => true,
			],
		];
	}
}
